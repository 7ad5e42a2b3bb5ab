package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AIDE compares files with a database, which the build of an image can make. Neither inodes nor times are compared: they
 * differ on each node that got the same image.
 *
 * @param database where nodes fetch it, and what it must be; without it one is made on the node or comes with the image
 */
public record Aide(Watched watched, Optional<Database> database) implements Measure {

    /** @param sha256 in hex; AIDE 0.18 can't sign its database, so it is pinned */
    public record Database(String url, String sha256) {}

    /** Its configuration on a node. */
    public static final String CONFIGURATION = "/etc/aide/hallmark.conf";

    /** Its database on a node. */
    public static final String DATABASE = "/var/lib/aide/hallmark.db";

    private static final String HEAD = "# Written by Hallmark; changes are undone.\n";
    private static final List<String> RELOAD = List.of("systemctl", "daemon-reload");

    static Aide read(YamlValue value) {
        List<String> names = new ArrayList<>(Watched.FIELDS);
        names.add("database");
        Fields fields = Fields.of(value, "'aide'", names);
        Watched watched = Watched.read(fields);
        Optional<Database> database = fields.optional("database").map(given -> {
            Fields of = Fields.of(given, "'database'", List.of("url", "sha256"));
            Database read = new Database(Form.URL.of(of.required("url")), Form.SHA256.of(of.required("sha256")));
            of.done();
            return read;
        });
        fields.done();
        return new Aide(watched, database);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        watched.write(entry);
        database.ifPresent(given -> {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("url", given.url());
            of.put("sha256", given.sha256());
            entry.put("database", new CanonicalYaml.Line(of));
        });
        return entry;
    }

    @Override
    public String name() {
        return "AIDE";
    }

    @Override
    public List<String> ruleNames() {
        return List.of(
                "package_aide_installed",
                "aide_build_database",
                "aide_periodic_cron_checking",
                "aide_verify_acls",
                "aide_use_fips_hashes",
                "install_hids");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        List<NodeState> states = new ArrayList<>();
        states.add(new NodeState.PackageInstalled("aide"));
        states.add(new NodeState.ManagedFile(CONFIGURATION, "0644", configuration(), List.of()));
        database.ifPresent(given -> states.add(new NodeState.Download(DATABASE, "0644", given.url(), given.sha256())));
        states.add(new NodeState.ManagedFile("/etc/systemd/system/hallmark-aide.service", "0644", service(), RELOAD));
        states.add(new NodeState.ManagedFile("/etc/systemd/system/hallmark-aide.timer", "0644", timer(), RELOAD));
        states.add(new NodeState.Unit("hallmark-aide.timer", NodeState.Unit.Enablement.ENABLED));
        return states;
    }

    /** What AIDE is told, also by a build that makes the database. */
    public String configuration() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("database_in=file:").append(DATABASE).append('\n');
        text.append("database_out=file:").append(DATABASE).append(".new\n");
        text.append("report_url=stdout\n\nHallmark = p+l+u+g+acl+xattrs+sha256+sha512\n\n");
        watched.excludes()
                .forEach(path -> text.append('!').append(escaped(path)).append("(/|$)\n"));
        watched.paths()
                .forEach(path -> text.append(escaped(path))
                        .append(path.equals("/") ? "" : "(/|$)")
                        .append(" Hallmark\n"));
        return text.toString();
    }

    /** AIDE reads paths as regular expressions. */
    private static String escaped(String path) {
        return path.replaceAll("([.+])", "\\\\$1");
    }

    private String service() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("[Unit]\nDescription=Files against the AIDE database of the image\n\n[Service]\nType=oneshot\n");
        database.ifPresent(given -> text.append("ExecStartPre=/bin/sh -c 'echo \"")
                .append(given.sha256())
                .append("  ")
                .append(DATABASE)
                .append("\" | sha256sum --check --quiet'\n"));
        return text.append("ExecStart=/usr/bin/env aide --config=" + CONFIGURATION + " --check\nNice=19\n")
                .toString();
    }

    private String timer() {
        return HEAD + "[Unit]\nDescription=Files against the AIDE database, " + watched.schedule()
                + "\n\n[Timer]\nOnCalendar=" + watched.schedule()
                + "\nRandomizedDelaySec=15min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n";
    }
}
