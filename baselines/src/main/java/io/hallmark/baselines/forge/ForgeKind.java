package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The kinds of forges, and where the interface of each is below its host. */
public enum ForgeKind {
    GITHUB(GitHub::new) {
        @Override
        String api(RepositoryAddress address) {
            if (address.host().equals("github.com")) {
                return "https://api.github.com";
            }
            // GitHub Enterprise Cloud with data residency, and GitHub Enterprise Server.
            return address.host().endsWith(".ghe.com") ? "https://api." + address.host() : address.server() + "/api/v3";
        }
    },
    GITLAB(GitLab::new) {
        @Override
        String api(RepositoryAddress address) {
            return address.server() + "/api/v4";
        }
    },
    GITEA(Gitea::new) {
        @Override
        String api(RepositoryAddress address) {
            return address.server() + "/api/v1";
        }
    };

    private final BiFunction<Api, RepositoryAddress, Forge> open;

    ForgeKind(BiFunction<Api, RepositoryAddress, Forge> open) {
        this.open = open;
    }

    /** Where the interface is when nobody says otherwise. */
    abstract String api(RepositoryAddress address);

    Forge open(Api api, RepositoryAddress address) {
        return open.apply(api, address);
    }

    /**
     * The kind of a forge that is known by its host.
     *
     * @throws BaselinesException when it is not; it must be named then
     */
    static ForgeKind of(RepositoryAddress address) {
        return byHost(address.host())
                .orElseThrow(() -> new BaselinesException("what kind of forge " + address.host()
                        + " is can't be told from its name: say --forge github, gitlab, gitea or forgejo"));
    }

    /** By what people call it: {@code github}, {@code gitlab}, {@code gitea} or {@code forgejo}; empty for others. */
    public static Optional<ForgeKind> named(String name) {
        // Forgejo has kept the interface of Gitea, which it comes from.
        String kind = name.toLowerCase(Locale.ROOT).replace("forgejo", "gitea");
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst();
    }

    private static Optional<ForgeKind> byHost(String host) {
        return switch (host) {
            case "github.com" -> Optional.of(GITHUB);
            case "gitlab.com" -> Optional.of(GITLAB);
            case "codeberg.org", "gitea.com" -> Optional.of(GITEA);
            default -> host.endsWith(".ghe.com") ? Optional.of(GITHUB) : Optional.empty();
        };
    }
}
