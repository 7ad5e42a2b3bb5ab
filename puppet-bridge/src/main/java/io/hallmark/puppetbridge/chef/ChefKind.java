package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.io.Authorities;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Targets of kind {@code chef}. */
public final class ChefKind implements TargetKind {
    private static final String AUTHORITIES = "ca.pem";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** What servers take as names of data bags, organisations and clients; nothing of it means anything in a URL. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}");

    private final InstantSource clock;

    public ChefKind() {
        this(InstantSource.system());
    }

    /** @param clock that requests are dated by */
    ChefKind(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "chef";
    }

    /**
     * Reads {@code url}, {@code organization}, {@code client}, {@code credential} (with {@code key.pem}, and {@code ca.pem}
     * for a server whose certificate is from an authority of one's own), {@code signing}, {@code data-bag}, {@code cookbook}
     * and {@code timeout} in seconds.
     */
    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        ServerAddress address = address(settings);
        String client = checked(settings, "client", settings.text("client"));
        String credential = settings.text("credential");
        SigningVersion version = SigningVersion.ofLabel(
                settings.choice("signing", SigningVersion.labels(), SigningVersion.V1_3.label()));
        String bag =
                checked(settings, "data-bag", settings.optionalText("data-bag").orElse("hardening"));
        boolean withCookbook = settings.flag("cookbook", true);
        Duration timeout = Duration.ofSeconds(settings.number("timeout", 1, 3600, 60));
        settings.done();
        return new ChefTarget(
                settings.name(),
                bag,
                withCookbook ? Optional.of(Cookbook.shipped()) : Optional.empty(),
                () -> new ChefServer(new ChefApi(
                        address,
                        new RequestSigner(client, ClientKey.of(secrets, credential), version),
                        trust(secrets, credential),
                        clock,
                        timeout)));
    }

    private static Optional<SSLContext> trust(SecretStore secrets, String credential) {
        return secrets.read(credential, AUTHORITIES)
                .map(pem ->
                        Authorities.context(PemReader.certificates(pem, secrets.describe(credential, AUTHORITIES))));
    }

    private static String checked(TargetSettings settings, String field, String value) {
        if (!NAME.matcher(value).matches()) {
            throw settings.refuse(field, "'" + field + "' is a name of letters, digits and '_.-'");
        }
        return value;
    }

    private static ServerAddress address(TargetSettings settings) {
        Optional<String> organization = settings.optionalText("organization");
        organization.ifPresent(name -> checked(settings, "organization", name));
        try {
            URI url = new URI(settings.text("url").replaceFirst("/+$", ""));
            boolean open = "http".equals(url.getScheme())
                    && url.getHost() != null
                    && LOOPBACK.matcher(url.getHost()).matches();
            boolean plain = url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (plain && (open || "https".equals(url.getScheme()))) {
                return new ServerAddress(organization
                        .map(name -> URI.create(url + "/organizations/" + name))
                        .orElse(url));
            }
        } catch (URISyntaxException e) {
            // Falls through: the message must not quote what may hold a password.
        }
        throw settings.refuse("url", "'url' is the https address of the Chef Infra Server, without user and query");
    }
}
