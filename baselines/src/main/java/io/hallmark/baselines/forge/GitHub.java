package io.hallmark.baselines.forge;

import java.util.List;
import java.util.Map;

/**
 * GitHub and GitHub Enterprise (REST API, "Pulls").
 *
 * <p>{@code GET /repos/{owner}/{repo}/pulls} takes {@code head} as {@code owner:branch}; without the owner the filter is
 * ignored, so the answer is looked through all the same. A second open pull request from one branch to another is
 * refused with 422. A body of more than 65,536 characters is refused with 422, too.
 */
record GitHub(Api api, RepositoryAddress repository) implements Forge {
    @Override
    public int longestBody() {
        return 65_536;
    }

    @Override
    public List<PullRequest> open(Branches branches) {
        return list(branches, "open");
    }

    @Override
    public List<PullRequest> closed(Branches branches) {
        return list(branches, "closed");
    }

    @Override
    public PullRequest create(Branches branches, String title, String body) {
        return of(api.post(
                        pulls(), Map.of("title", title, "body", body, "head", branches.head(), "base", branches.base()))
                .object());
    }

    @Override
    public PullRequest update(PullRequest pullRequest, String title, String body) {
        return of(api.patch(pulls() + "/" + pullRequest.number(), Map.of("title", title, "body", body))
                .object());
    }

    private List<PullRequest> list(Branches branches, String state) {
        Map<String, String> query = Map.of(
                "state",
                state,
                "head",
                repository.owner() + ":" + branches.head(),
                "base",
                branches.base(),
                "per_page",
                "50");
        return api.get(pulls(), query).objects().stream()
                .filter(each -> within(each, branches))
                .map(GitHub::of)
                .toList();
    }

    /** A fork has branches of the same names. */
    static boolean within(Reply.Json pull, Branches branches) {
        Reply.Json head = pull.within("head");
        Reply.Json base = pull.within("base");
        return head.text("ref").equals(branches.head())
                && base.text("ref").equals(branches.base())
                && head.within("repo").same("id", base.within("repo"), "id");
    }

    private String pulls() {
        return "/repos/" + repository.owner() + "/" + repository.name() + "/pulls";
    }

    static PullRequest of(Reply.Json pull) {
        return new PullRequest(
                pull.number("number"),
                pull.url("html_url"),
                pull.text("title"),
                pull.text("body"),
                pull.within("head").text("sha"));
    }
}
