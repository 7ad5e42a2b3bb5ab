#!/bin/sh
# Prints the approved baseline of an environment, which every node's report then carries. In environment.conf:
#     config_version = 'modules/node_hardening/scripts/config_version.sh $environmentpath $environment'
cat -- "$1/$2/data/hardening/BASELINE"
