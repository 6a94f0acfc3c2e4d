#!/bin/sh
# As the published image does: the arguments are MinIO's own.
[ "$1" = minio ] || set -- minio "$@"
exec "$@"
