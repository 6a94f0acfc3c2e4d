#!/bin/sh
# As in the published image, arguments are VersityGW's own.
exec versitygw "$@"
