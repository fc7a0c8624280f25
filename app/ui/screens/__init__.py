"""The screens, one file each; `app.ui.navigation` names them."""
