"""Templates saved by LibreOffice; the files lie in the folder `templates`."""

from tests.exchange.template import Sample

SAMPLES: tuple[Sample, ...] = ()
