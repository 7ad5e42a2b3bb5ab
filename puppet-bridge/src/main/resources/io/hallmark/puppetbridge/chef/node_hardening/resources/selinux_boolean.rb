provides :node_hardening_selinux_boolean
resource_name :node_hardening_selinux_boolean
unified_mode true

description 'A boolean of the SELinux policy, also after the next boot'

property :boolean, String, name_property: true, regex: /\A[a-z][a-z0-9_]*\z/
property :on, [true, false], required: true

action :set do
  value = new_resource.on ? '1' : '0'
  unless NodeHardening.text("/sys/fs/selinux/booleans/#{new_resource.boolean}").split == [value, value]
    execute "node_hardening: #{new_resource.boolean} is #{value}" do
      command ['setsebool', '-P', new_resource.boolean, value]
    end
  end
end
