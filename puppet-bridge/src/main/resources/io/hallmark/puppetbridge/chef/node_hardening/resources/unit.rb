provides :node_hardening_unit
resource_name :node_hardening_unit
unified_mode true

description 'Whether a unit of systemd is started at boot, also in the tree of an image, where systemd does not run'

property :unit, String, name_property: true, regex: /\A[A-Za-z0-9_.@:-]+\.(service|socket|timer|path|mount|target)\z/
property :enablement, String, required: true, equal_to: %w[enabled disabled masked]
property :now, [true, false], default: true

action :set do
  answer = shell_out('systemctl', 'is-enabled', new_resource.unit).stdout.lines.first.to_s.chomp
  # One that is not there can't be stopped, but can be kept from ever being started.
  missing = ['', 'not-found'].include?(answer)
  now = new_resource.now && !(new_resource.enablement == 'masked' && missing)
  if new_resource.enablement == 'enabled' && answer == 'masked'
    execute "node_hardening: #{new_resource.unit} is not masked" do
      command ['systemctl', 'unmask', new_resource.unit]
    end
  end
  unless NodeHardening::ANSWERS.fetch(new_resource.enablement).include?(answer)
    execute "node_hardening: #{new_resource.unit} is #{new_resource.enablement}" do
      command ['systemctl', NodeHardening::VERBS.fetch(new_resource.enablement), *(now ? ['--now'] : []), new_resource.unit]
    end
  end
end
