default['node_hardening']['role'] = nil
default['node_hardening']['data_bag'] = 'hardening'
default['node_hardening']['secrets_data_bag'] = 'hardening_secrets'
