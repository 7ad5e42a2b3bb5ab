# @summary Whether a unit of systemd is started at boot.
#
# The service type can't mask units in the tree of an image, where systemd doesn't run; systemctl can.
#
# @param enablement
#   What it is to be.
# @param unit
#   Its name.
# @api private
define node_hardening::unit (
  Enum['enabled', 'disabled', 'masked'] $enablement,
  Node_hardening::Unit_name             $unit = $title,
) {
  $verb = $enablement ? {
    'enabled'  => "unmask ${unit} && systemctl enable",
    'disabled' => 'disable',
    'masked'   => 'mask',
  }
  $answers = $enablement ? {
    'enabled'  => 'enabled|static|indirect|generated|alias',
    'disabled' => 'disabled|static|indirect|masked|not-found|""',
    'masked'   => 'masked',
  }
  # One that is not there can't be stopped, and needn't be.
  $job = $enablement ? {
    'enabled' => "systemctl start ${unit}",
    default   => "systemctl stop ${unit} || ! systemctl is-active --quiet ${unit}",
  }
  # Where systemd doesn't run there is nothing to start or stop.
  $now = $node_hardening::applied_in ? {
    'node'  => " && { ! test -d /run/systemd/system || ${job}; }",
    default => '',
  }

  exec { "node_hardening: ${unit} is ${enablement}":
    command  => "systemctl ${verb} ${unit}${now}",
    unless   => "case \"$(systemctl is-enabled ${unit} 2>/dev/null | head -n 1)\" in ${answers}) exit 0 ;; *) exit 1 ;; esac",
    path     => ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    provider => shell,
  }
}
