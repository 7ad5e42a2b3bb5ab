# frozen_string_literal: true

require 'rspec-puppet'

# The module itself, and where systems keep the modules that it depends on.
MODULES = [
  File.expand_path('../..', __dir__),
  '/etc/puppetlabs/code/modules',
  '/opt/puppetlabs/puppet/vendor_modules',
  '/usr/share/puppet/modules',
  *ENV.fetch('MODULE_PATH', '').split(':'),
].freeze

RSpec.configure do |config|
  config.module_path = MODULES.select { |folder| File.directory?(folder) }.join(':')
  config.hiera_config = File.expand_path('fixtures/hiera.yaml', __dir__)
  config.default_facts = { 'os' => { 'family' => 'Debian', 'name' => 'Debian' } }
  config.strict_variables = true
end
