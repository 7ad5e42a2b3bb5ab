# Runs the recipe of a cookbook in the tree of a scratch root, with stand-ins for the part of Chef that the cookbook uses, and
# prints what each of Chef's own resources was told and whether it changed anything.
#
#     ruby recorder.rb COOKBOOK BAGS.json ROLE ROOT
#
# Packages (true, false or config-files), units and booleans of SELinux are kept in ROOT/recorder.json; whatever a stand-in is told that Chef's resource does
# not know is an error.
require 'digest'
require 'etc'
require 'fileutils'
require 'json'
require 'tempfile'

COOKBOOK, BAGS, ROLE, ROOT = ARGV
SOURCES = Dir.glob('{attributes,libraries,resources,recipes}/*.rb', base: COOKBOOK).to_h do |path|
  [path, File.read(File.join(COOKBOOK, path))]
end
DATA_BAGS = JSON.parse(File.read(BAGS))
STATE = '/recorder.json'
LOG = []
Digest::SHA256 # loaded while it can be found

Dir.chroot(ROOT)
Dir.chdir('/')
DONE = File.exist?(STATE) ? JSON.parse(File.read(STATE)) : { 'packages' => {}, 'units' => {}, 'booleans' => {}, 'fetched' => {}, 'node' => {} }

class Attributes
  def initialize(values) = @values = values
  def [](key) = @values[key].is_a?(Hash) ? Attributes.new(@values[key]) : @values[key]
  def []=(key, value)
    @values[key] = value
  end
end

class Node
  def initialize
    @all = { 'node_hardening' => {} }
  end

  def default = Attributes.new(@all)
  def normal = Attributes.new(@all)
  def [](key) = Attributes.new(@all)[key]
end

NODE = Node.new

# What recipes and actions both can say.
module Dsl
  Output = Struct.new(:stdout)

  def node = NODE
  def platform_family?(*families) = families.include?('debian')

  def data_bag_item(bag, id)
    DATA_BAGS.fetch(bag).fetch(id) { raise "no item #{id} in data bag #{bag}" }
  end

  def shell_out(*words)
    case words[0...-1]
    when %w[systemctl is-enabled]
      Output.new("#{DONE['units'].fetch(words.last, 'not-found')}\n")
    when ['dpkg-query', '-W', '-f', '${db:Status-Status}\n']
      # One that it never heard of it complains of elsewhere.
      Output.new({ true => "installed\n", 'config-files' => "config-files\n" }.fetch(DONE['packages'][words.last], ''))
    else
      raise "what is #{words.join(' ')}?"
    end
  end

  def method_missing(name, *args, &block)
    type = Core::TYPES[name] || Custom::TYPES[name]
    return super if type.nil? || args.length != 1

    declare(type.new(args[0], self), block)
  end

  def respond_to_missing?(name, all = false) = Core::TYPES.key?(name) || Custom::TYPES.key?(name) || super
end

# A resource in the making: its block sets properties, and reaches the action around it.
class Resource
  attr_reader :name, :updated, :notifications

  def initialize(name, around)
    raise "a name must be a text: #{name.inspect}" unless name.is_a?(String) && !name.empty?

    @name = name
    @around = around
    @set = {}
    @notifications = []
    @updated = false
  end

  def action(*given)
    given.empty? ? @action || self.class.default_action : @action = given.flatten.first
  end

  def notifies(action, target, timing = :delayed)
    raise "no such time: #{timing}" unless %i[delayed immediately].include?(timing)

    @notifications << [action, target, timing]
  end

  def not_if(&block) = @not_if = block
  def skipped? = !@not_if.nil? && @not_if.call
  def node = NODE

  def method_missing(name, *args, &block)
    if self.class.properties.key?(name)
      return value(name) if args.empty? && block.nil?

      @set[name] = checked(name, args.empty? ? block : args[0])
    elsif @around.respond_to?(name, true)
      @around.send(name, *args, &block)
    else
      super
    end
  end

  def respond_to_missing?(name, all = false) = self.class.properties.key?(name) || super

  def value(name)
    rules = self.class.properties.fetch(name)
    return @set[name] if @set.key?(name)
    return checked(name, @name) if rules[:name_property]

    raise "#{self.class.label} #{@name}: #{name} is required" if rules[:required]

    rules[:default]
  end

  def check
    self.class.properties.each_key { |name| value(name) }
  end

  def checked(name, value)
    rules = self.class.properties.fetch(name)
    types = rules[:types]
    wrong = (!types.empty? && types.none? { |type| type === value }) ||
            (rules[:regex] && !rules[:regex].match?(value)) ||
            (rules[:equal_to] && !rules[:equal_to].include?(value))
    raise "#{self.class.label} #{@name}: #{name} can't be #{value.inspect}" if wrong

    value
  end
end

# Chef's own resources.
module Core
  TYPES = {}

  class Own < Resource
    class << self
      attr_accessor :properties, :default_action, :label, :actions, :work
    end

    def run(act = action)
      raise "#{self.class.label} has no action #{act}" unless self.class.actions.include?(act)
      return if act == :nothing || skipped?

      check
      @updated = instance_exec(act, &self.class.work)
      shown = self.class.properties.keys.to_h { |key| [key, value(key)] }.reject { |_, v| v.nil? || v.is_a?(Proc) }
      LOG << { type: self.class.label, name: @name, action: act, updated: @updated, properties: shown }
    end
  end

  def self.own(label, actions, properties, &work)
    type = Class.new(Own)
    type.label = label
    type.actions = actions + [:nothing]
    type.default_action = actions.first
    type.properties = properties.transform_values { |types| { types: Array(types) } }
    type.work = work
    TYPES[label] = type
  end

  ATTRIBUTES = { owner: String, group: String, mode: String, sensitive: [TrueClass, FalseClass] }.freeze

  # Owner, group and mode as they were asked for; says whether they were others.
  def self.adorn(resource, path)
    stat = File.stat(path)
    uid = resource.owner ? 0 : stat.uid
    gid = resource.group ? 0 : stat.gid
    mode = resource.mode ? resource.mode.to_i(8) : stat.mode & 0o7777
    return false if [stat.uid, stat.gid, stat.mode & 0o7777] == [uid, gid, mode]

    File.chown(uid, gid, path)
    File.chmod(mode, path)
    true
  end

  own(:file, %i[create delete], ATTRIBUTES.merge(content: String)) do |act|
    if act == :delete
      there = File.exist?(name) || File.symlink?(name)
      File.delete(name) if there
      next there
    end

    raise "no folder for #{name}" unless File.directory?(File.dirname(name))

    other = !File.file?(name) || File.binread(name) != content.b
    File.binwrite(name, content) if other
    Core.adorn(self, name) || other
  end

  own(:directory, %i[create delete], ATTRIBUTES.merge(recursive: [TrueClass, FalseClass])) do |_|
    other = !File.directory?(name)
    recursive ? FileUtils.mkdir_p(name) : Dir.mkdir(name) if other
    other
  end

  own(:remote_file, %i[create], ATTRIBUTES.merge(source: String, checksum: String, verify: Proc)) do |_|
    Tempfile.create('other') do |other|
      raise "#{name} would take anything" if verify.nil? || verify.call(other.path)
    end
    other = DONE['fetched'][name] != checksum
    DONE['fetched'][name] = checksum
    other
  end

  own(:link, %i[create delete], { to: String }) do |act|
    if act == :delete
      raise "#{name} is no link" if File.exist?(name) && !File.symlink?(name)

      there = File.symlink?(name)
      File.delete(name) if there
      there
    else
      other = !File.symlink?(name) || File.readlink(name) != to
      FileUtils.ln_sf(to, name) if other
      other
    end
  end

  own(:package, %i[install purge remove], { options: String }) do |act|
    wanted = act == :install
    # Chef asks apt, which says the same of one that was removed as of one that was never there.
    next false if !wanted && DONE['packages'][name] == 'config-files'

    other = DONE['packages'].fetch(name, false) != wanted
    DONE['packages'][name] = wanted
    other
  end

  own(:execute, %i[run], { command: [Array], returns: [Integer, Array], environment: Hash }) do |_|
    raise "#{name}: #{command.inspect} is no list of words" unless command.all?(String) && !command.empty?

    verb = { 'enable' => 'enabled', 'disable' => 'disabled', 'mask' => 'masked' }
    if command[0] == 'systemctl' && verb.key?(command[1])
      DONE['units'][command.last] = verb[command[1]]
    elsif command[0..1] == %w[setsebool -P]
      FileUtils.mkdir_p('/sys/fs/selinux/booleans')
      File.write("/sys/fs/selinux/booleans/#{command[2]}", "#{command[3]} #{command[3]}")
    elsif command[0..1] == %w[dpkg --purge]
      DONE['packages'][command[2]] = false
    end
    true
  end

  own(:ruby_block, %i[run], { block: Proc }) do |_|
    block.call
    true
  end
end

# Runs what was declared, and what that notifies.
class Run
  include Dsl

  attr_reader :declared

  def initialize(at_once)
    @at_once = at_once
    @declared = []
    @later = []
  end

  def declare(resource, block)
    resource.instance_eval(&block) if block
    @declared << resource
    converge(resource) if @at_once
  end

  def converge(resource)
    resource.run
    return unless resource.updated

    resource.notifications.each do |action, target, timing|
      found = @declared.find { |one| "#{one.class.label}[#{one.name}]" == target } || raise("nothing is #{target}")
      timing == :immediately ? found.run(action) : @later |= [[found, action]]
    end
  end

  def all
    @declared.each { |resource| converge(resource) }
    @later.each { |resource, action| resource.run(action) }
  end

  def updated = @declared.any?(&:updated)
end

# The cookbook's resources.
module Custom
  TYPES = {}

  class Own < Resource
    class << self
      attr_reader :properties, :actions, :label

      def start
        @properties = { sensitive: { types: [TrueClass, FalseClass], default: false } }
        @actions = {}
      end

      def resource_name(name) = @label = name
      def provides(name) = TYPES[name] = self
      def unified_mode(on) = on || raise('without unified mode nothing is as it was when it is looked at')
      def description(_) = nil
      def default_action = @actions.keys.first
      def action(name, &block) = @actions[name] = block

      def property(name, types, name_property: false, required: false, default: nil, regex: nil, equal_to: nil)
        classes = Array(types).flat_map { |type| type == true ? TrueClass : type == false ? FalseClass : type }
        @properties[name] = { types: classes, name_property:, required:, default:, regex:, equal_to: }
      end
    end

    def run(act = action)
      check
      inside = Inside.new(self)
      inside.instance_eval(&self.class.actions.fetch(act))
      @updated = inside.updated
      # Which files stay, Chef's own resources don't tell.
      return unless self.class.properties.key?(:names)

      LOG << { type: self.class.label, name: @name, action: act, updated: @updated,
               properties: self.class.properties.keys.to_h { |key| [key, value(key)] } }
    end
  end

  # What an action's block sees.
  class Inside < Run
    attr_reader :new_resource

    def initialize(resource)
      super(true)
      @new_resource = resource
    end

    def declare(resource, block)
      super
      @later.each { |found, action| found.run(action) }
      @later = []
    end
  end

  def self.load(path, text)
    type = Class.new(Own)
    type.start
    type.class_eval(text, path)
    raise "#{path} provides nothing" unless TYPES.value?(type)
  end
end

SOURCES.each { |path, text| NODE.instance_eval(text, path) if path.start_with?('attributes/') }
NODE.normal['node_hardening']['role'] = ROLE
NODE.normal['node_hardening']['baseline'] = DONE['node']['baseline']
SOURCES.each { |path, text| eval(text, TOPLEVEL_BINDING, path) if path.start_with?('libraries/') }
SOURCES.each { |path, text| Custom.load(path, text) if path.start_with?('resources/') }
recipe = Run.new(false)
recipe.instance_eval(SOURCES.fetch('recipes/default.rb'), 'recipes/default.rb')
recipe.all
DONE['node']['baseline'] = NODE['node_hardening']['baseline']
File.write(STATE, JSON.generate(DONE))
puts JSON.generate('resources' => LOG, 'state' => DONE)
