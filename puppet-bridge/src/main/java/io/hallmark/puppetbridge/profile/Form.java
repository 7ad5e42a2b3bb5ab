package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.document.YamlValue;
import java.util.regex.Pattern;

/**
 * The forms of texts that become parts of configuration files and command lines of nodes. None of them lets a quote, a line
 * end or a character through that a shell, YAML, Puppet, Ruby or Jinja reads as anything but itself.
 */
enum Form {
    PATH("/|(/[A-Za-z0-9_@+.-]+)+", "an absolute path of letters, digits, and '_@+.-', without '/' at its end"),
    DEVICE(
            "(/[A-Za-z0-9_@+.:-]+)+|(UUID|LABEL|PARTUUID|PARTLABEL)=[A-Za-z0-9_.-]+|[A-Za-z0-9_.-]+",
            "a device: an absolute path, 'UUID=…', 'LABEL=…', 'PARTUUID=…', 'PARTLABEL=…', or a word such as tmpfs"),
    FILE_SYSTEM("[a-z][a-z0-9._]*", "a type of file system, such as ext4"),
    OPTION("[A-Za-z0-9_.:/%@+-]+(=[A-Za-z0-9_.:/%@+-]+)?", "a mount option, such as noexec or size=2G"),
    PACKAGE("[A-Za-z0-9][A-Za-z0-9+._-]*", "the name of a package"),
    SYSCTL("[a-z0-9_-]+(\\.[A-Za-z0-9_-]+)+", "a sysctl, such as kernel.kptr_restrict"),
    SYSCTL_VALUE(
            "[A-Za-z0-9_.:,/+-]+( [A-Za-z0-9_.:,/+-]+)*", "the value of a sysctl: words with one space between them"),
    MODULE("[A-Za-z0-9_-]+", "the name of a kernel module"),
    UNIT("[A-Za-z0-9_.@:-]+\\.(service|socket|timer|path|mount|target)", "the name of a unit, such as cups.service"),
    PARAMETER(
            "[A-Za-z0-9_.-]+(=[A-Za-z0-9_.:,/=@+-]+)?",
            "a kernel parameter, such as audit=1, without quotes and white space"),
    PROFILE_FILE("[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*", "the name of a file in /etc/apparmor.d"),
    PROFILE_NAME("[A-Za-z0-9_.@+/*{},-]+", "the name of an AppArmor profile"),
    BOOLEAN("[a-z][a-z0-9_]*", "the name of an SELinux boolean"),
    POLICY("[a-z][a-z0-9_-]*", "the name of an SELinux policy, such as targeted"),
    USER("[a-z_][a-z0-9_-]{0,31}", "the name of a user"),
    SECRET("[a-z][a-z0-9_]{0,62}", "the name of a secret: lower-case letters, digits and '_'"),
    ROOT_HASH("[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", "a root hash in lower-case hex"),
    SHA256("[0-9a-f]{64}", "a SHA-256 in lower-case hex"),
    SALT("([0-9a-f]{2}){0,256}", "a salt in lower-case hex, at most 256 bytes"),
    URL("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9_.~%+-]*)+", "an https:// URL without user and query"),
    ADDRESS(
            "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])",
            "an IPv4 address, such as 192.0.2.10"),
    BOOT_FILE("/?[A-Za-z0-9_@+.-]+(/[A-Za-z0-9_@+.-]+)*", "the path of a file as nodes ask for it"),
    SCHEDULE("hourly|daily|weekly", "hourly, daily or weekly"),
    HASH("sha256|sha384|sha512", "sha256, sha384 or sha512"),
    SENTENCE("[^\\p{Cntrl}\\p{Cs}\\u2028\\u2029]{3,300}", "a reason in words: one line of 3 to 300 characters");

    private final Pattern pattern;
    private final String words;

    Form(String pattern, String words) {
        this.pattern = Pattern.compile(pattern);
        this.words = words;
    }

    /** The text, which must have this form. */
    String of(YamlValue value) {
        String text = value.asText();
        if (text.length() > 4096 || !pattern.matcher(text).matches()) {
            throw refused(value);
        }
        if (this == PATH && ("/" + text + "/").matches(".*/\\.{1,2}/.*")) {
            throw YamlValue.error(value.source(), Quoted.of(text) + " goes through '.' or '..'; write the path out");
        }
        return text;
    }

    RuntimeException refused(YamlValue value) {
        return YamlValue.error(value.source(), Quoted.of(value.asText()) + " is not " + words);
    }

    /** The pattern, for the schema's test. */
    String pattern() {
        return pattern.pattern();
    }
}
