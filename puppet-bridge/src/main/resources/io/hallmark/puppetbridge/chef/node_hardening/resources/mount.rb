provides :node_hardening_mount
resource_name :node_hardening_mount
unified_mode true

description 'A row of /etc/fstab; nothing is mounted, and what is mounted is mounted anew when its row changes'

property :path, String, name_property: true, regex: %r{\A(/|(/[A-Za-z0-9_@+.-]+)+)\z}
property :device, String, required: true, regex: /\A[^\s#][^\s]*\z/
property :fstype, String, required: true, regex: /\A[a-z][a-z0-9._]*\z/
property :options, Array, required: true
property :dump, Integer, default: 0
property :pass, Integer, default: 0
property :remount, [true, false], default: true

action :enable do
  row = [
    new_resource.device,
    new_resource.path,
    new_resource.fstype,
    new_resource.options.join(','),
    new_resource.dump,
    new_resource.pass,
  ].join(' ')

  mounted = new_resource.remount && NodeHardening.mounted?(new_resource.path)

  if mounted
    execute "node_hardening: remount #{new_resource.path}" do
      command ['mount', '-o', 'remount', new_resource.path]
      action :nothing
    end
  end

  file '/etc/fstab' do
    owner 'root'
    group 'root'
    mode '0644'
    content NodeHardening.with_row(NodeHardening.text('/etc/fstab'), new_resource.path, row)
    notifies :run, "execute[node_hardening: remount #{new_resource.path}]", :immediately if mounted
  end
end
