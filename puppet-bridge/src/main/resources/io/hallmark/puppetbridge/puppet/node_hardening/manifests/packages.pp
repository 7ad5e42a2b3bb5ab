# @summary Packages that are absent, and those that other parts need.
# @api private
class node_hardening::packages {
  package { $node_hardening::packages_absent:
    ensure => purged,
  }
  package { $node_hardening::packages_installed:
    ensure => installed,
  }
}
