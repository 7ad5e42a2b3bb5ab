package io.hallmark.verifierbridge.veraison;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.corim.CorimFormat;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Targets of kind {@code veraison}. */
public final class VeraisonKind implements TargetKind {
    private static final String NONE = "none";
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "veraison";
    }

    /**
     * Reads {@code url}, {@code auth} (none, basic, bearer), {@code credential} (with {@code user}, {@code password},
     * {@code token} and {@code ca.pem}), {@code timeout} in seconds, and what {@link CorimFormat} reads.
     */
    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        URI url = url(settings);
        String auth = settings.choice("auth", List.of(NONE, "basic", "bearer"), NONE);
        Optional<String> credential = settings.optionalText("credential");
        Duration timeout = Duration.ofSeconds(settings.number("timeout", 1, 3600, 60));
        CorimFormat format = CorimFormat.of(settings, secrets);
        if (!format.hasProfile()) {
            throw settings.refuse(
                    "form", "Veraison chooses its scheme by the profile of a manifest: give 'profile' with this form");
        }
        if (!auth.equals(NONE) && credential.isEmpty()) {
            throw settings.refuse("auth", "'auth: " + auth + "' needs 'credential' with the id of the credential");
        }
        if (!auth.equals(NONE) && url.getScheme().equals("http") && !isThisMachine(url)) {
            throw settings.refuse("url", "a password or token is sent over https only: give an https URL");
        }
        settings.done();
        Authorization authorization = new Authorization(auth, credential, secrets);
        return new VeraisonTarget(
                settings.name(), format, () -> new Provisioning(url, authorization, timeout, BETWEEN_POLLS));
    }

    private static URI url(TargetSettings settings) {
        try {
            URI url = new URI(settings.text("url").replaceFirst("/+$", ""));
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Falls through: the message must not quote what may hold a password.
        }
        throw settings.refuse("url", "'url' is the https address of the provisioning service, without user and query");
    }

    private static boolean isThisMachine(URI url) {
        try {
            return url.getHost().matches("localhost|127\\..*|\\[::1\\]")
                    && InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
