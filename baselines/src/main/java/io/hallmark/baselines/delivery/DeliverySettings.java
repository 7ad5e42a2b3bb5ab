package io.hallmark.baselines.delivery;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.forge.ForgeKind;
import io.hallmark.baselines.forge.PullRequests;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.repository.Authorship;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Proposal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the settings of a target say where its files go in Git.
 *
 * @param place repository, branch and folder
 * @param credentials id of the credential that opens the repository; the user's own when empty
 * @param author of the commits; Git's user when empty
 * @param signWith id of the credential whose key signs commits
 * @param proposalBranch that a proposal is pushed to, for people to merge; empty to push to the branch itself
 * @param forge kind of forge that the proposal's pull request is opened on; none when empty
 * @param forgeUrl of the forge's interface, where it is not where such a forge has it
 */
public record DeliverySettings(
        Place place,
        Optional<String> credentials,
        Optional<Identity> author,
        Optional<String> signWith,
        Optional<String> proposalBranch,
        Optional<String> forge,
        Optional<String> forgeUrl) {
    private static final String DIRECT = "branch";
    private static final String PROPOSAL = "proposal";
    private static final List<String> FORGES = List.of("none", "github", "gitlab", "gitea", "forgejo");
    private static final Pattern SECRET_IN_URL = Pattern.compile("https?://[^/]*@.*|[^/]*//[^/@]*:[^/@]*@.*");
    private static final Pattern OPEN_HTTP =
            Pattern.compile("(?i)http://(?!(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])([:/]|$)).*");

    /**
     * Reads {@code url}, {@code branch}, {@code path}, {@code credentials}, {@code author},
     * {@code sign-commits-with},
     * {@code deliver} (branch or proposal), {@code forge} and {@code forge-url}.
     *
     * @param host that delivers: a shared one takes no folder of its own for a repository, and has no keys to offer
     * @throws BaselinesException with line and column of a wrong field
     */
    public static DeliverySettings of(TargetSettings settings, Host host) {
        Optional<String> credentials = settings.optionalText("credentials");
        String url = url(settings, credentials.isPresent());
        if (host == Host.SHARED) {
            if (!BaselinesRepository.onNetwork(url)) {
                throw settings.refuse(
                        "url",
                        "this machine serves many, so no folder of it is delivered to: give an https" + " or ssh URL");
            }
            if (credentials.isEmpty()) {
                throw settings.refuse(
                        "url",
                        "this machine serves many, so its own keys are not used: name a credential"
                                + " with 'credentials'");
            }
        }
        Place place = place(settings, url);
        boolean proposes =
                settings.choice("deliver", List.of(DIRECT, PROPOSAL), DIRECT).equals(PROPOSAL);
        Optional<String> forge =
                Optional.of(settings.choice("forge", FORGES, "none")).filter(kind -> !kind.equals("none"));
        Optional<String> forgeUrl = settings.optionalText("forge-url");
        if (forge.isPresent() && (!proposes || credentials.isEmpty())) {
            throw settings.refuse(
                    "forge",
                    "'forge' opens the pull request of a proposal with the part 'token' of a credential: it needs"
                            + " 'deliver: proposal' and 'credentials'");
        }
        if (forgeUrl.isPresent() && forge.isEmpty()) {
            throw settings.refuse("forge-url", "'forge-url' needs 'forge', which says what kind of forge it is");
        }
        return new DeliverySettings(
                place,
                credentials,
                settings.optionalText("author").map(text -> author(settings, text)),
                settings.optionalText("sign-commits-with"),
                proposes ? Optional.of(Proposal.BRANCH_PREFIX + settings.name()) : Optional.empty(),
                forge,
                forgeUrl);
    }

    /** Opens the branch; a missing credential is told here. */
    DeliveryBranch open(SecretStore secrets, Path cacheDirectory) {
        return DeliveryBranch.open(
                place,
                credentials
                        .map(id -> new GitSecrets(secrets, id).credentials(place.url()))
                        .orElseGet(Credentials::usersOwn),
                cacheDirectory);
    }

    /** Who commits; a missing key is told here. */
    Authorship authorship(SecretStore secrets, Instant time) {
        return new Authorship(
                author.or(Identity::ofGitConfig).orElse(Identity.HALLMARK),
                signWith.map(id -> new GitSecrets(secrets, id).signer()),
                time);
    }

    /** The way through a review, if the settings ask for it; a missing token is told here. */
    Optional<DeliveryBranch.Review> review(SecretStore secrets) {
        return proposalBranch.map(branch -> new DeliveryBranch.Review(
                branch,
                forge.map(kind -> PullRequests.of(
                        ForgeKind.named(kind),
                        forgeUrl,
                        place.url(),
                        new GitSecrets(secrets, credentials.orElseThrow()).forgeToken(),
                        Pause.REAL,
                        retried -> {}))));
    }

    private static String url(TargetSettings settings, boolean secret) {
        String url = settings.text("url");
        if (SECRET_IN_URL.matcher(url).matches()) {
            // The message must not quote it.
            throw settings.refuse(
                    "url", "'url' must be without user and password: name a credential with 'credentials'");
        }
        if (secret && OPEN_HTTP.matcher(url).matches()) {
            throw settings.refuse("url", "a password or token is sent over https only: give an https URL");
        }
        return url;
    }

    private static Place place(TargetSettings settings, String url) {
        String branch = settings.text("branch");
        try {
            Proposal.checkBranch(branch);
        } catch (BaselinesException e) {
            throw settings.refuse("branch", e.getMessage());
        }
        try {
            return new Place(url, branch, settings.optionalText("path").orElse(""));
        } catch (BaselinesException e) {
            throw settings.refuse(
                    "path",
                    "'path' is a folder of that repository, such as golden/tpm: names of letters, digits, '.', '_' and"
                            + " '-', without '..'");
        }
    }

    private static Identity author(TargetSettings settings, String text) {
        try {
            return Identity.parse(text);
        } catch (BaselinesException e) {
            throw settings.refuse("author", e.getMessage());
        }
    }
}
