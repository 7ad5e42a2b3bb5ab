package io.hallmark.baselines.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gitea and Forgejo, which have the same interface ({@code /api/swagger} of a server describes it).
 *
 * <p>Objects are those of GitHub. {@code GET /repos/{owner}/{repo}/pulls} has no filter by head (and {@code base_branch}
 * only since Gitea 1.25), so the pages are looked through; {@code GET …/pulls/{base}/{head}} is no way out, as it gives any
 * pull request of the two branches, be it open or not. A second open one is refused with 409. No longest body is
 * documented; databases of older servers hold 65,535 bytes.
 */
record Gitea(Api api, RepositoryAddress repository) implements Forge {
    /** Of fifty each, which is what servers give at most unless they are set up otherwise. */
    private static final int MOST_PAGES = 40;

    @Override
    public int longestBody() {
        return 60_000;
    }

    @Override
    public List<PullRequest> open(Branches branches) {
        List<PullRequest> found = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && found.isEmpty() && page <= MOST_PAGES; page++) {
            Reply reply = page(branches, "open", page);
            found.addAll(matching(reply, branches));
            more = reply.hasNext();
        }
        return found;
    }

    @Override
    public List<PullRequest> closed(Branches branches) {
        return matching(page(branches, "closed", 1), branches);
    }

    @Override
    public PullRequest create(Branches branches, String title, String body) {
        return GitHub.of(api.post(
                        pulls(), Map.of("title", title, "body", body, "head", branches.head(), "base", branches.base()))
                .object());
    }

    @Override
    public PullRequest update(PullRequest pullRequest, String title, String body) {
        return GitHub.of(api.patch(pulls() + "/" + pullRequest.number(), Map.of("title", title, "body", body))
                .object());
    }

    private Reply page(Branches branches, String state, int page) {
        return api.get(
                pulls(),
                Map.of(
                        "state",
                        state,
                        "sort",
                        "recentupdate",
                        "base_branch",
                        branches.base(),
                        "limit",
                        "50",
                        "page",
                        Integer.toString(page)));
    }

    private static List<PullRequest> matching(Reply reply, Branches branches) {
        return reply.objects().stream()
                .filter(each -> GitHub.within(each, branches))
                .map(GitHub::of)
                .toList();
    }

    private String pulls() {
        return "/repos/" + repository.owner() + "/" + repository.name() + "/pulls";
    }
}
