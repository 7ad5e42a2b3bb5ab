package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.rootfs.FileName;
import io.hallmark.baselines.rootfs.FileType;
import io.hallmark.baselines.rootfs.RootEntry;
import io.hallmark.baselines.rootfs.RootTree;
import io.hallmark.measuredboot.io.Printable;
import io.hallmark.puppetbridge.aide.RuleTree.Decision;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The database of AIDE for a root file system. It is what {@code aide --init} writes with {@code
 * database_add_metadata=no}, but that inodes are 0: they are in every database, and are compared when a rule asks for
 * them, which is refused.
 */
public final class AideDatabase {
    /** AIDE takes no more of a link's target; what it does with a longer one is not defined. */
    private static final int LONGEST_TARGET = 256;

    private final AideConfiguration configuration;
    private final RootTree tree;
    private final Set<Attribute> columns;
    private final EntryFields fields;
    private final StringBuilder out = new StringBuilder();
    private int lines;

    private AideDatabase(AideConfiguration configuration, RootTree tree) {
        this.configuration = configuration;
        this.tree = tree;
        this.columns = configuration.attributes();
        this.fields = new EntryFields(tree);
    }

    /**
     * A database.
     *
     * @param files that are in it
     */
    public record Written(byte[] bytes, int files) {
        public Written {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * Writes the database of a walk that was asked {@link AideConfiguration#question}.
     *
     * @throws BaselinesException when no file falls under the rules, or a rule asks for what this image doesn't tell, with
     *     the rule's line
     */
    public static Written write(AideConfiguration configuration, RootTree tree) {
        return new AideDatabase(configuration, tree).write();
    }

    private Written write() {
        out.append("@@begin_db\n");
        configuration
                .version()
                .ifPresent(version -> out.append("# The config version used to generate this file was:\n# ")
                        .append(version)
                        .append('\n'));
        out.append(columns.stream()
                .flatMap(attribute -> attribute.column().stream())
                .collect(Collectors.joining(" ", "@@db_spec ", " \n")));
        RuleTree rules = new RuleTree(configuration.rules());
        Set<String> folders = new HashSet<>(Set.of("/"));
        for (RootEntry entry : tree.entries()) {
            boolean root = entry.path().equals("/");
            if (root || folders.contains(RuleTree.parent(entry.path()))) {
                Decision decision = rules.decide(entry.path(), entry.type());
                decision.rule().ifPresent(rule -> line(entry, rule));
                if (decision.descends() && entry.isDirectory()) {
                    folders.add(entry.path());
                }
            }
        }
        out.append("@@end_db\n");
        if (lines == 0) {
            throw new BaselinesException(
                    configuration.name() + ": no file of " + tree.name() + " falls under its rules");
        }
        return new Written(out.toString().getBytes(StandardCharsets.UTF_8), lines);
    }

    private void line(RootEntry entry, AideRule rule) {
        if (entry.isDirectory() && entry.size().isEmpty() && rule.attributes().contains(Attribute.SIZE)) {
            throw new BaselinesException(configuration.name() + ":" + rule.line() + ": " + tree.name()
                    + " does not tell the"
                    + " size of the folder " + Printable.line(entry.path()) + ", which depends on the file system: make"
                    + " the rule one for other types (f,l,p,c,b,s), and another one without 's' for folders (d)");
        }
        if (entry.target()
                .map(target -> FileName.toBytes(target).length > LONGEST_TARGET)
                .orElse(false)) {
            throw new BaselinesException(
                    tree.name() + ": " + Printable.line(entry.path()) + ": AIDE can't hold a link's"
                            + " target of more than " + LONGEST_TARGET + " bytes; leave the link out with a rule");
        }
        Set<Attribute> held = held(entry, rule);
        boolean first = true;
        for (Attribute column : columns) {
            if (column.column().isPresent()) {
                out.append(first ? "" : " ").append(fields.of(column, entry, held));
                first = false;
            }
        }
        out.append('\n');
        lines++;
    }

    /** What a line holds of a file: what its rule asks for, and its type has. */
    private static Set<Attribute> held(RootEntry entry, AideRule rule) {
        Set<Attribute> held = EnumSet.of(Attribute.FILENAME);
        held.addAll(rule.attributes());
        if (entry.type() == FileType.SYMBOLIC_LINK) {
            held.remove(Attribute.ACL);
        } else {
            held.remove(Attribute.LINKNAME);
        }
        if (!entry.isRegular()) {
            held.removeAll(List.of(Attribute.SHA1, Attribute.SHA256, Attribute.SHA512));
        }
        if (!entry.xattrs().containsKey(EntryFields.SELINUX)) {
            held.remove(Attribute.SELINUX);
        }
        return held;
    }
}
