package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.rootfs.RootTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Names of users and groups, from the image's own files: AIDE writes them as the node knows them. */
final class UserNames {
    static final String USERS = "/etc/passwd";
    static final String GROUPS = "/etc/group";

    private static final int ID = 2;

    private final Map<Long, String> users;
    private final Map<Long, String> groups;

    private UserNames(Map<Long, String> users, Map<Long, String> groups) {
        this.users = users;
        this.groups = groups;
    }

    static UserNames of(RootTree tree) {
        return new UserNames(read(tree, USERS), read(tree, GROUPS));
    }

    /** The name, or the number of somebody who has none. */
    String user(long id) {
        return users.getOrDefault(id, Long.toString(id));
    }

    /** The name, or the number of a group that has none. */
    String group(long id) {
        return groups.getOrDefault(id, Long.toString(id));
    }

    private static Map<Long, String> read(RootTree tree, String file) {
        Map<Long, String> names = new HashMap<>();
        Path kept = tree.kept().get(file);
        if (kept == null) {
            return names;
        }
        try {
            for (String line :
                    Files.readString(kept, StandardCharsets.ISO_8859_1).split("\n")) {
                String[] fields = line.split(":", -1);
                if (fields.length > ID && fields[ID].matches("[0-9]{1,10}")) {
                    names.putIfAbsent(Long.parseLong(fields[ID]), fields[0]);
                }
            }
        } catch (IOException e) {
            throw new BaselinesException(tree.name() + ": its " + file + " can't be read: " + e.getMessage(), e);
        }
        return names;
    }
}
