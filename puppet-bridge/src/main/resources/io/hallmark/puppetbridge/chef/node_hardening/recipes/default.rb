role = node['node_hardening']['role']
raise "node['node_hardening']['role'] is not set: give it in a policy, role or environment" if role.nil? || role.empty?

item = data_bag_item(node['node_hardening']['data_bag'], role)
unless item['format'] == 'hallmark/chef/v1'
  raise "data bag item #{role} has format #{item['format'].inspect}: it needs another version of this cookbook"
end

states = item['states']
running = item['applied_in'] == 'node'

# What several files have in common is run once, at the end.
commands = running ? states.map { |state| state['on_change'] || [] }.reject(&:empty?).uniq : []
commands.each do |words|
  execute NodeHardening.command_name(words) do
    command words
    # What the kernel has not loaded it can't unload, and needn't.
    returns words.first == 'apparmor_parser' ? [0, 1, 254] : 0
    action :nothing
  end
end

states.each do |state|
  after = running ? state['on_change'] || [] : []
  case state['kind']
  when 'package'
    node_hardening_package state['name'] do
      action state['installed'] ? :install : :purge
    end
  when 'file'
    node_hardening_file state['path'] do
      mode state['mode']
      content state['content']
      notifies :run, "execute[#{NodeHardening.command_name(after)}]", :delayed unless after.empty?
    end
  when 'secret_file'
    secret = data_bag_item(node['node_hardening']['secrets_data_bag'], state['secret'])['value']
    if secret.nil? || secret.empty?
      raise "secret #{state['secret']}, which #{state['path']} needs, has no field 'value' in its data bag item"
    end
    node_hardening_file state['path'] do
      mode state['mode']
      content "#{state['before']}#{secret}#{state['after']}"
      sensitive true
      notifies :run, "execute[#{NodeHardening.command_name(after)}]", :delayed unless after.empty?
    end
  when 'download'
    node_hardening_download state['path'] do
      mode state['mode']
      url state['url']
      sha256 state['sha256']
    end
  when 'own_files'
    node_hardening_own_files "#{state['folder']}/#{state['beginning']}*#{state['ending']}" do
      folder state['folder']
      beginning state['beginning']
      ending state['ending']
      names state['names'] || []
      notifies :run, "execute[#{NodeHardening.command_name(after)}]", :delayed unless after.empty?
    end
  when 'link'
    node_hardening_link state['path'] do
      target state['target'] if state['target']
      action state['target'] ? :create : :delete
      notifies :run, "execute[#{NodeHardening.command_name(after)}]", :delayed unless after.empty?
    end
  when 'setting'
    node_hardening_setting "#{state['key']} in #{state['path']}" do
      path state['path']
      key state['key']
      line state['line']
      notifies :run, "execute[#{NodeHardening.command_name(after)}]", :delayed unless after.empty?
    end
  when 'mount'
    node_hardening_mount state['path'] do
      device state['device']
      fstype state['fstype']
      options state['options']
      dump state['dump']
      pass state['pass']
      remount running
    end
  when 'unit'
    node_hardening_unit state['name'] do
      enablement state['enablement']
      now running
    end
  when 'selinux_boolean'
    node_hardening_selinux_boolean state['name'] do
      on state['on']
    end
  else
    raise "data bag item #{role} has a state of kind #{state['kind'].inspect}: it needs another version of this cookbook"
  end
end

# Only a run that came this far has applied it.
ruby_block 'node_hardening: baseline' do
  block { node.normal['node_hardening']['baseline'] = item['baseline'] }
  not_if { node['node_hardening']['baseline'] == item['baseline'] }
end
