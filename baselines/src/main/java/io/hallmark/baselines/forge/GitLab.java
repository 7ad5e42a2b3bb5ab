package io.hallmark.baselines.forge;

import java.util.List;
import java.util.Map;

/**
 * GitLab (REST API, "Merge requests").
 *
 * <p>A project is named by its path with all its groups, slashes as {@code %2F}. A merge request has an {@code id} of the
 * whole server and an {@code iid} of its project, which is the one that the interface takes. A second open merge request
 * from one branch to another is refused with 409. A description may have 1,048,576 characters.
 */
record GitLab(Api api, RepositoryAddress repository) implements Forge {
    @Override
    public int longestBody() {
        return 1_048_576;
    }

    @Override
    public List<PullRequest> open(Branches branches) {
        return list(branches, "opened");
    }

    @Override
    public List<PullRequest> closed(Branches branches) {
        return list(branches, "closed");
    }

    @Override
    public PullRequest create(Branches branches, String title, String body) {
        return of(api.post(
                        requests(),
                        Map.of(
                                "title",
                                title,
                                "description",
                                body,
                                "source_branch",
                                branches.head(),
                                "target_branch",
                                branches.base()))
                .object());
    }

    @Override
    public PullRequest update(PullRequest pullRequest, String title, String body) {
        return of(api.put(requests() + "/" + pullRequest.number(), Map.of("title", title, "description", body))
                .object());
    }

    private List<PullRequest> list(Branches branches, String state) {
        Map<String, String> query = Map.of(
                "state", state, "source_branch", branches.head(), "target_branch", branches.base(), "per_page", "50");
        // A fork has branches of the same names.
        return api.get(requests(), query).objects().stream()
                .filter(each -> each.text("source_branch").equals(branches.head())
                        && each.text("target_branch").equals(branches.base())
                        && each.same("source_project_id", each, "target_project_id"))
                .map(GitLab::of)
                .toList();
    }

    private String requests() {
        return "/projects/" + String.join("%2F", project()) + "/merge_requests";
    }

    /** Without the folder that the server is below, where it is not at the root of its host. */
    private List<String> project() {
        List<String> path = repository.path();
        List<String> below =
                List.of(api.base().path().replaceFirst("/?api/v4$", "").split("/", -1));
        boolean same =
                path.size() >= below.size() + 2 && path.subList(0, below.size()).equals(below);
        return same ? path.subList(below.size(), path.size()) : path;
    }

    private static PullRequest of(Reply.Json request) {
        return new PullRequest(
                request.number("iid"),
                request.url("web_url"),
                request.text("title"),
                request.text("description"),
                request.text("sha"));
    }
}
