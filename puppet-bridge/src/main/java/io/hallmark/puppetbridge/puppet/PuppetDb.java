package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.Connection;
import io.hallmark.baselines.tls.MutualTls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What PuppetDB, or OpenVoxDB, knows of the last run of each node, by version 4 of its query interface: {@code reports} and
 * {@code events} of those runs, and {@code resources} for the role that a catalog's class {@code node_hardening} is tagged with.
 */
public final class PuppetDb {
    private static final String QUERY = "/pdb/query/v4/";
    private static final String OWN_CLASSES = "^Node_hardening(::.*)?$";
    private static final List<Object> LATEST = List.of("=", "latest_report?", true);

    private final Connection connection;

    private PuppetDb(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param url scheme, host and port
     * @param credential with {@code cert.pem}, {@code key.pem} and {@code ca.pem}; its name must be in PuppetDB's list of
     *     allowed certificates, where it has one
     * @param timeout for each of five requests
     * @throws BaselinesException when it is no such URL, or a part of the credential is missing or broken
     */
    public static PuppetDb of(URI url, SecretStore secrets, String credential, Duration timeout) {
        if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getRawUserInfo() != null) {
            // It is not quoted: somebody may have put a password into it.
            throw new BaselinesException("the URL of PuppetDB must be https://HOST:PORT, without a user");
        }
        return new PuppetDb(new Connection(
                url,
                MutualTls.context(secrets, credential, Optional.empty()),
                timeout,
                "the authorities that PuppetDB trusts"));
    }

    /**
     * The last run of every node that reported one.
     *
     * @throws BaselinesException when PuppetDB can't be asked, or answers something else
     */
    public List<NodeRun> runs() {
        Map<String, Optional<String>> roles = new LinkedHashMap<>();
        for (Row resource : rows(
                "resources",
                List.of("certname", "tags"),
                List.of("and", List.of("=", "type", "Class"), List.of("=", "title", "Node_hardening")),
                List.of())) {
            roles.put(resource.text("certname"), RunReport.role(resource.texts("tags")));
        }
        Map<String, Events> events = new LinkedHashMap<>();
        for (Row event : rows(
                "events",
                List.of("certname", "status", "resource_type", "resource_title", "message"),
                List.of("and", LATEST, List.of("in", "status", List.of("array", List.of("failure", "noop")))),
                List.of())) {
            events.computeIfAbsent(event.text("certname"), name -> new Events()).add(event);
        }
        List<Object> resource = List.of("certname", "resource_type", "resource_title");
        // Of each that a run left aside, for its option --tags say, PuppetDB makes an event
        // (src/puppetlabs/puppetdb/reports.clj).
        for (Row skipped : rows(
                "events",
                resource,
                List.of(
                        "and",
                        LATEST,
                        List.of("=", "status", "skipped"),
                        List.of("~", "containing_class", OWN_CLASSES)),
                List.of())) {
            events.computeIfAbsent(skipped.text("certname"), name -> new Events())
                    .leftAside(skipped);
        }
        Map<String, Integer> changed = new LinkedHashMap<>();
        for (Row each : rows("events", resource, List.of("and", LATEST, List.of("=", "status", "success")), resource)) {
            changed.merge(each.text("certname"), 1, Integer::sum);
        }
        List<NodeRun> runs = new ArrayList<>();
        for (Row report : rows(
                "reports",
                List.of("certname", "status", "noop", "configuration_version", "start_time"),
                LATEST,
                List.of())) {
            String node = report.text("certname");
            Events found = events.getOrDefault(node, new Events());
            if (report.text("status").equals("failed") && found.failed.isEmpty()) {
                found.failed.add(RunReport.CATALOG);
                found.locked = false;
            }
            runs.add(new NodeRun(
                    node,
                    roles.getOrDefault(node, Optional.empty()),
                    Optional.of(report.text("configuration_version")).filter(version -> !version.isEmpty()),
                    report.text("start_time"),
                    Boolean.TRUE.equals(report.members().get("noop")),
                    changed.getOrDefault(node, 0),
                    found.pending,
                    found.failed,
                    !found.failed.isEmpty() && found.locked));
        }
        return runs;
    }

    /** What is not as it should be on a node. Several events of a resource are of its properties. */
    private static final class Events {
        private final List<String> pending = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();
        private boolean locked = true;

        void leftAside(Row event) {
            pending.add(resource(event));
        }

        private static String resource(Row event) {
            return event.text("resource_type") + "[" + event.text("resource_title") + "]";
        }

        void add(Row event) {
            String name = resource(event);
            boolean failure = event.text("status").equals("failure");
            List<String> names = failure ? failed : pending;
            if (!names.contains(name)) {
                names.add(name);
            }
            if (failure && !RunReport.saysLock(event.text("message"))) {
                locked = false;
            }
        }
    }

    private List<Row> rows(String entity, List<?> fields, List<?> condition, List<?> groups) {
        List<Object> query = new ArrayList<>(List.of("extract", fields, condition));
        if (!groups.isEmpty()) {
            List<Object> by = new ArrayList<>(List.of("group_by"));
            by.addAll(groups);
            query.add(by);
        }
        Connection.Answer answer = connection.send(
                "POST", QUERY + entity, Map.of(), Optional.of(CanonicalJson.write(Map.of("query", query))));
        if (answer.status() != 200) {
            throw Refusal.of(
                    answer,
                    "the name in the client's certificate must be in PuppetDB's certificate-allowlist",
                    "is this a PuppetDB of version 7 or later?");
        }
        if (!(PlainJson.read("the answer of " + answer.what(), answer.body()) instanceof List<?> list)) {
            throw unlike(answer.what());
        }
        return list.stream().map(row -> Row.of(answer.what(), row)).toList();
    }

    private static BaselinesException unlike(String what) {
        return new BaselinesException(
                what + ": the answer is not what PuppetDB gives; is this a PuppetDB of version 7 or later?");
    }

    /** One row of an answer. */
    private record Row(String what, Map<?, ?> members) {
        static Row of(String what, Object value) {
            if (value instanceof Map<?, ?> members) {
                return new Row(what, members);
            }
            throw unlike(what);
        }

        /** A text; empty when it is null. */
        String text(String field) {
            if (!members.containsKey(field)) {
                throw unlike(what);
            }
            return members.get(field) instanceof String text ? text : "";
        }

        List<String> texts(String field) {
            if (members.get(field) instanceof List<?> list) {
                return list.stream().map(String::valueOf).toList();
            }
            throw unlike(what);
        }
    }
}
