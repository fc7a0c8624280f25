"""迎检: everything that an inspection asks of a branch, a village or the township, as one PDF and one folder."""
