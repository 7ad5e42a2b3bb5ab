package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.DeliverySettings;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.OwnFilesDocument;
import io.hallmark.baselines.document.TargetSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A target of kind {@code puppet}.
 *
 * @param delivery where in Git the control repository is, and how it is written to
 * @param roles that are delivered; all when empty
 * @param modulePath folder of the control repository that the module goes to; empty when it comes another way
 * @param environment that servers serve the branch as
 * @param deploy how the branch gets to the servers
 * @param servers that keep the environment in a cache, scheme, host and port
 * @param probe whose catalog servers are asked for; empty to leave unknown what they serve
 * @param puppetDb that knows what nodes applied, scheme, host and port
 * @param credential with the client certificate for servers and PuppetDB
 * @param serverName that the certificates of servers are for, where it isn't their address
 * @param deployWithin how long a deployment may take
 * @param timeout of each request
 */
record PuppetSettings(
        String name,
        DeliverySettings delivery,
        List<String> roles,
        Optional<String> modulePath,
        String environment,
        Deploy deploy,
        List<URI> servers,
        Optional<Probe> probe,
        Optional<URI> puppetDb,
        Optional<String> credential,
        Optional<String> serverName,
        Duration deployWithin,
        Duration timeout) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9_]{1,100}");
    private static final Pattern CERTNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,252}");
    private static final Pattern PLACE = Pattern.compile("/[A-Za-z0-9_@+./-]+");

    /** How the branch gets to the servers. */
    sealed interface Deploy {
        /** Somebody else sees to it. */
        record Elsewhere() implements Deploy {}

        /**
         * r10k on the machine.
         *
         * @param config its configuration; where it looks itself when empty
         */
        record R10k(Optional<String> config) implements Deploy {}

        /**
         * A service that is asked to deploy.
         *
         * @param credential with its secret
         * @param codeManager whether it is Puppet Enterprise's Code Manager; else it takes what forges send after a push
         */
        record Webhook(URI url, String credential, boolean codeManager) implements Deploy {}
    }

    /**
     * A node whose catalog servers compile when they are asked what they serve; nothing of it is kept.
     *
     * @param role that its certificate would have as {@code pp_role}; left to what servers know of the node when empty
     * @param facts of it; left to what servers know of the node when empty
     */
    record Probe(String certname, Optional<String> role, Map<String, String> facts) {}

    /** @throws BaselinesException with line and column of a wrong field */
    static PuppetSettings of(TargetSettings settings, Host host) {
        DeliverySettings delivery = DeliverySettings.of(settings, host);
        List<String> roles = settings.texts("roles");
        Optional<String> modulePath =
                settings.flag("module", true) ? Optional.of(modulePath(settings)) : Optional.empty();
        String environment = environment(settings, delivery);
        Deploy deploy = deploy(settings, host);
        List<URI> servers = settings.texts("servers").stream()
                .map(text -> url(settings, "servers", text))
                .toList();
        Optional<URI> puppetDb = settings.optionalText("puppetdb").map(text -> url(settings, "puppetdb", text));
        Optional<String> credential = settings.optionalText("server-credential");
        if (credential.isEmpty() && (!servers.isEmpty() || puppetDb.isPresent())) {
            throw settings.refuse(
                    servers.isEmpty() ? "puppetdb" : "servers",
                    "servers of Puppet know clients by their certificate: name the credential with 'server-credential'");
        }
        Optional<Probe> probe = probe(settings);
        if (probe.isPresent() && servers.isEmpty()) {
            throw settings.refuse("probe", "'probe' is a node whose catalog 'servers' are asked for: name them");
        }
        Optional<String> serverName = settings.optionalText("server-name");
        Duration within = Duration.ofSeconds(settings.number("deploy-timeout", 1, 7200, 600));
        Duration timeout = Duration.ofSeconds(settings.number("timeout", 1, 3600, 120));
        settings.done();
        return new PuppetSettings(
                settings.name(),
                delivery,
                roles,
                modulePath,
                environment,
                deploy,
                servers,
                probe,
                puppetDb,
                credential,
                serverName,
                within,
                timeout);
    }

    private static String modulePath(TargetSettings settings) {
        String path = settings.optionalText("module-path").orElse("site-modules");
        try {
            return OwnFilesDocument.check(path);
        } catch (BaselinesException e) {
            throw settings.refuse(
                    "module-path", "'module-path' is a folder of the control repository, such as site-modules");
        }
    }

    private static String environment(TargetSettings settings, DeliverySettings delivery) {
        Optional<String> given = settings.optionalText("environment");
        String environment = given.orElse(delivery.place().branch());
        if (!ENVIRONMENT.matcher(environment).matches()) {
            throw settings.refuse(
                    given.isPresent() ? "environment" : "branch",
                    "an environment of Puppet has a name of lower-case letters, digits and '_': say by 'environment' what"
                            + " the branch is deployed as");
        }
        return environment;
    }

    private static Deploy deploy(TargetSettings settings, Host host) {
        String how = settings.choice("deploy", List.of("none", "r10k", "webhook"), "none");
        Optional<String> config = settings.optionalText("r10k-config");
        Optional<String> webhook = settings.optionalText("webhook");
        Optional<String> credential = settings.optionalText("webhook-credential");
        boolean codeManager = settings.choice("webhook-kind", List.of("push", "code-manager"), "push")
                .equals("code-manager");
        if (config.isPresent()) {
            if (!how.equals("r10k")) {
                throw settings.refuse("r10k-config", "'r10k-config' needs 'deploy: r10k'");
            }
            if (host == Host.SHARED) {
                throw settings.refuse(
                        "r10k-config",
                        "this machine serves many, and a configuration of r10k names programs that it runs: r10k takes"
                                + " the one of the machine");
            }
            if (!PLACE.matcher(config.get()).matches()) {
                throw settings.refuse(
                        "r10k-config", "'r10k-config' is an absolute path of letters, digits and '_@+.-'");
            }
        }
        if (how.equals("webhook") != (webhook.isPresent() && credential.isPresent())
                || webhook.isPresent() != credential.isPresent()) {
            throw settings.refuse(
                    webhook.isPresent() ? "webhook" : "deploy",
                    "'deploy: webhook', 'webhook' with its URL and 'webhook-credential' with its secret belong together");
        }
        return switch (how) {
            case "r10k" -> new Deploy.R10k(config);
            case "webhook" ->
                new Deploy.Webhook(webhookUrl(settings, webhook.orElseThrow()), credential.orElseThrow(), codeManager);
            default -> new Deploy.Elsewhere();
        };
    }

    private static Optional<Probe> probe(TargetSettings settings) {
        Optional<String> certname = settings.optionalText("probe");
        Optional<String> role = settings.optionalText("probe-role");
        Map<String, String> facts = settings.textsByName("probe-facts");
        if (certname.isEmpty() && (role.isPresent() || !facts.isEmpty())) {
            throw settings.refuse(role.isPresent() ? "probe-role" : "probe-facts", "name the node with 'probe'");
        }
        boolean inside = facts.keySet().stream()
                .anyMatch(name -> ("." + name + ".").contains("..")
                        || facts.keySet().stream().anyMatch(other -> other.startsWith(name + ".")));
        if (inside) {
            throw settings.refuse(
                    "probe-facts", "'probe-facts' are values by name; a part of a fact has a dot, as in os.family");
        }
        certname.filter(name -> !CERTNAME.matcher(name).matches()).ifPresent(name -> {
            throw settings.refuse("probe", "'probe' is the name in a node's certificate, in lower case");
        });
        return certname.map(name -> new Probe(name, role, facts));
    }

    private static URI url(TargetSettings settings, String field, String text) {
        return parse(text)
                .filter(url -> "https".equals(url.getScheme())
                        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                        && url.getRawQuery() == null)
                .map(url -> URI.create("https://" + url.getRawAuthority()))
                .orElseThrow(() -> settings.refuse(
                        field,
                        "'" + field + "' takes https://HOST:PORT, without a path or a user (Puppet Server listens on"
                                + " 8140, PuppetDB on 8081)"));
    }

    private static URI webhookUrl(TargetSettings settings, String text) {
        return parse(text)
                .filter(url -> "https".equals(url.getScheme())
                        || ("http".equals(url.getScheme())
                                && LOOPBACK.matcher(url.getHost()).matches()))
                .orElseThrow(() -> settings.refuse("webhook", "'webhook' is an https URL without a user"));
    }

    /** Messages never quote it: somebody may have put a password into it. */
    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(url ->
                            url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
