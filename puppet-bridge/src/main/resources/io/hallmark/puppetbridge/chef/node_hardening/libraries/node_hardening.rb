# Texts of files that others write into as well.
module NodeHardening
  ANSWERS = {
    'enabled' => %w[enabled static indirect generated alias],
    'disabled' => ['disabled', 'static', 'indirect', 'masked', 'not-found', ''],
    'masked' => %w[masked],
  }.freeze

  VERBS = { 'enabled' => 'enable', 'disabled' => 'disable', 'masked' => 'mask' }.freeze

  module_function

  # The text of a file; empty when there is none.
  def text(path)
    ::File.exist?(path) ? ::File.read(path) : ''
  end

  # The names in a folder that begin and end so, sorted; none when there is no such folder.
  def named(folder, beginning, ending)
    return [] unless ::File.directory?(folder)

    ::Dir.children(folder).sort.select do |name|
      name.length >= beginning.length + ending.length && name.start_with?(beginning) && name.end_with?(ending)
    end
  end

  # The table with this row for its mount point: in place of the first there is, else at the end.
  def with_row(table, path, row)
    replaced(table, row) do |line|
      fields = line.split
      fields[1] == path && !fields[0].start_with?('#')
    end
  end

  # The settings with this line: in place of the first that begins with the key and '=', else at the end.
  def with_setting(settings, key, line)
    replaced(settings, line) { |old| old.match?(/\A#{::Regexp.escape(key)}[ \t]*=/) }
  end

  def replaced(text, line)
    done = false
    lines = text.lines.map(&:chomp).filter_map do |old|
      next old unless yield(old)
      next if done

      done = true
      line
    end
    lines << line unless done
    lines.map { |one| "#{one}\n" }.join
  end
  private_class_method :replaced

  # Whether the kernel has something mounted there.
  def mounted?(path)
    text('/proc/self/mounts').lines.any? { |line| line.split[1] == path }
  end

  # How messages call the run of a command.
  def command_name(command)
    "node_hardening: #{command.join(' ')}"
  end
end
