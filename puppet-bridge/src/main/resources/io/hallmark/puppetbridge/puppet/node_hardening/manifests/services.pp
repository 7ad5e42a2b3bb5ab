# @summary Units of systemd, and booleans of SELinux.
# @api private
class node_hardening::services {
  $node_hardening::units.each |$unit, $enablement| {
    node_hardening::unit { $unit:
      enablement => $enablement,
    }
  }
  $node_hardening::selinux_booleans.each |$bool, $on| {
    $value = $on ? {
      true    => 'on',
      default => 'off',
    }
    selboolean { $bool:
      value      => $value,
      persistent => true,
    }
  }
}
