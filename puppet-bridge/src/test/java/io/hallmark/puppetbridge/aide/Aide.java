package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.rootfs.LocalPrograms;
import io.hallmark.baselines.rootfs.RootLimits;
import io.hallmark.baselines.rootfs.RootWalk;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** AIDE itself, and Hallmark's database of the same tree under the same configuration. */
final class Aide {
    private static final int INODE_UNKNOWN = 0;

    private final Path folder;
    private final Path root;

    Aide(Path folder, Path root) {
        Tools.require("aide");
        this.folder = folder;
        this.root = root;
    }

    /** The configuration with what a run on a folder needs. */
    String configuration(String rules) {
        return "database_in=file:" + folder + "/aide.db\ndatabase_out=file:" + folder
                + "/aide.db.new\nreport_url=stdout\ngzip_dbout=no\ndatabase_add_metadata=no\nroot_prefix=" + root + "\n"
                + rules;
    }

    Programs.Answer init(String rules) throws IOException {
        return run("--init", rules);
    }

    Programs.Answer check(String rules) throws IOException {
        return run("--check", rules);
    }

    private Programs.Answer run(String action, String rules) throws IOException {
        Path file = Files.writeString(folder.resolve("aide.conf"), configuration(rules));
        return Programs.run(folder, List.of("aide", "--config=" + file, action));
    }

    /** The database that AIDE wrote, with the inodes as Hallmark writes them. */
    List<String> written() throws IOException {
        return withoutInodes(Files.readAllLines(folder.resolve("aide.db.new"), StandardCharsets.UTF_8));
    }

    /** Hallmark's database, also written to where a check looks for it. */
    List<String> ours(String rules) throws IOException {
        byte[] database = database(configuration(rules), root);
        Files.write(folder.resolve("aide.db"), database);
        return new String(database, StandardCharsets.UTF_8).lines().toList();
    }

    static byte[] database(String configuration, Path image) {
        AideConfiguration parsed = AideConfiguration.parse("aide.conf", configuration);
        try (RootWalk walk = RootWalk.over(image, parsed.question(), RootLimits.DEFAULT, new LocalPrograms())) {
            return AideDatabase.write(parsed, walk.tree()).bytes();
        }
    }

    static List<String> withoutInodes(List<String> lines) {
        List<String> changed = new ArrayList<>();
        int inode = -1;
        for (String line : lines) {
            List<String> fields = new ArrayList<>(List.of(line.split(" ")));
            if (fields.get(0).equals("@@db_spec")) {
                inode = fields.indexOf("inode") - 1;
            } else if (line.startsWith("/")) {
                fields.set(inode, Integer.toString(INODE_UNKNOWN));
                changed.add(fields.stream().collect(Collectors.joining(" ")));
                continue;
            }
            changed.add(line);
        }
        return changed;
    }

    /** The paths of a database. */
    static List<String> paths(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("/"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
