package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AIDE compares files with a database, which the build of an image can make. Neither inodes nor times are compared: they
 * differ on each node that got the same image.
 *
 * <p>Its files on a node are the same whatever the database is, so that one that is made of a tree with them in it still
 * holds once its digest is in the profile. The digest alone can't be in the database, and lies beside it.
 *
 * @param database where nodes fetch it, and what it must be; without it each node makes its own before the first check
 */
public record Aide(Watched watched, Optional<Database> database) implements Measure {

    /** @param sha256 in hex; AIDE 0.18 can't sign its database, so it is pinned */
    public record Database(String url, String sha256) {}

    /** Its configuration on a node. */
    public static final String CONFIGURATION = "/etc/aide/hallmark.conf";

    /** Not every package of AIDE brings it. */
    static final String FOLDER = "/var/lib/aide";

    /** Its database on a node. */
    public static final String DATABASE = FOLDER + "/hallmark.db";

    /** What {@code sha256sum --check} reads on a node, where the profile says what its database must be. */
    public static final String DIGEST = DATABASE + ".sha256";

    /** The first line of every database. */
    private static final String FIRST_LINE = "@@begin_db";

    private static final String UNITS = "/etc/systemd/system/hallmark-aide";
    private static final String HEAD = "# Written by Hallmark; changes are undone.\n";
    private static final List<String> RELOAD = List.of("systemctl", "daemon-reload");

    /** One whose digest is given is fetched; in its absence none may be made of files that nobody approved. */
    private static final String INIT = HEAD + "[Unit]\nDescription=AIDE database of this node, made once\n"
            + "ConditionPathExists=!" + DATABASE + "\nConditionPathExists=!" + DIGEST
            + "\n\n[Service]\nType=oneshot\nExecStartPre=/bin/mkdir -p " + FOLDER
            + "\nExecStart=/usr/bin/env aide --config=" + CONFIGURATION
            + " --init\nExecStart=/bin/mv --no-clobber " + DATABASE + ".new " + DATABASE + "\nNice=19\n";

    private static final String CHECK = HEAD + "[Unit]\nDescription=Files against the AIDE database\n"
            + "Wants=hallmark-aide-init.service\nAfter=hallmark-aide-init.service\n\n[Service]\nType=oneshot\n"
            + "ExecStartPre=/bin/sh -c 'test ! -e " + DIGEST + " || sha256sum --check --quiet " + DIGEST
            + "'\nExecStart=/usr/bin/env aide --config=" + CONFIGURATION + " --check\nNice=19\n";

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
        database.ifPresent(given -> {
            states.add(new NodeState.ManagedFile(DIGEST, "0644", given.sha256() + "  " + DATABASE + "\n", List.of()));
            states.add(new NodeState.Download(DATABASE, "0644", given.url(), given.sha256()));
        });
        states.add(new NodeState.ManagedFile(UNITS + "-init.service", "0644", INIT, RELOAD));
        states.add(new NodeState.ManagedFile(UNITS + ".service", "0644", CHECK, RELOAD));
        states.add(new NodeState.ManagedFile(UNITS + ".timer", "0644", timer(), RELOAD));
        states.add(new NodeState.Unit("hallmark-aide.timer", NodeState.Unit.Enablement.ENABLED));
        return states;
    }

    @Override
    public List<NodeCheck> checks(NodeType node) {
        List<NodeCheck> checks = new ArrayList<>(Measure.super.checks(node));
        if (database.isEmpty()) {
            // The tree of an image has none yet.
            checks.add(NodeCheck.running(
                    "the database that the node made",
                    new Probe.Run(List.of("head", "-n", "1", DATABASE), Set.of(0)),
                    new Expectation.FirstLine(Set.of(FIRST_LINE))));
        }
        return checks;
    }

    /** What AIDE is told, also by a build that makes the database. */
    public String configuration() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("database_in=file:").append(DATABASE).append('\n');
        text.append("database_out=file:").append(DATABASE).append(".new\n");
        text.append("report_url=stdout\n\nHallmark = p+l+u+g+acl+xattrs+sha256+sha512\n\n");
        text.append('!').append(escaped(DATABASE)).append("(\\.new|\\.sha256)?$\n");
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

    /** Also soon after the node has started: one without a database makes it then. */
    private String timer() {
        return HEAD + "[Unit]\nDescription=Files against the AIDE database, " + watched.schedule()
                + "\n\n[Timer]\nOnCalendar=" + watched.schedule()
                + "\nOnActiveSec=1min\nRandomizedDelaySec=15min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n";
    }
}
