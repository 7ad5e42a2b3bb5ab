package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.rootfs.RootQuestion;
import io.hallmark.measuredboot.digest.Bank;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration of AIDE says of the database: its rules, as AIDE 0.18.3 reads them (aide.conf(5)). A part of the
 * language is understood; what is not is refused with its line, since a rule that is left out would leave files out.
 */
public final class AideConfiguration {
    private final String name;
    private final List<AideRule> rules;
    private final Optional<String> version;

    AideConfiguration(String name, List<AideRule> rules, Optional<String> version) {
        this.name = name;
        this.rules = List.copyOf(rules);
        this.version = version;
    }

    /**
     * Reads a configuration.
     *
     * @param name of the file, for messages
     * @throws BaselinesException with the line, for what is wrong or not understood
     */
    public static AideConfiguration parse(String name, String text) {
        return new ConfigurationReader(name).read(text);
    }

    /** What a walk has to find out for the database. */
    public RootQuestion question() {
        Set<Attribute> wanted = attributes();
        Set<Bank> banks = EnumSet.noneOf(Bank.class);
        wanted.forEach(attribute -> attribute.bank().ifPresent(banks::add));
        boolean xattrs = wanted.contains(Attribute.XATTRS)
                || wanted.contains(Attribute.ACL)
                || wanted.contains(Attribute.SELINUX);
        return new RootQuestion(banks, AclText::isNamesOfUsers, xattrs);
    }

    String name() {
        return name;
    }

    List<AideRule> rules() {
        return rules;
    }

    /** What the option {@code config_version} says. */
    Optional<String> version() {
        return version;
    }

    /** Of all rules together; the columns of the database. */
    Set<Attribute> attributes() {
        EnumSet<Attribute> all = EnumSet.of(Attribute.FILENAME, Attribute.PERM, Attribute.INODE, Attribute.ATTR);
        rules.forEach(rule -> all.addAll(rule.attributes()));
        return all;
    }
}
