package io.hallmark.puppetbridge.puppet;

import io.hallmark.puppetbridge.puppet.PuppetSettings.Deploy;

/** Gets the branch of a control repository to the servers. */
interface Deployment {
    /**
     * Deploys, or asks for it; may be called again.
     *
     * @return what was done, for people
     * @throws io.hallmark.baselines.BaselinesException when it failed
     */
    String run();

    /** What a kind of deployment does after the commit, for a plan. */
    static String words(Deploy deploy) {
        if (deploy instanceof Deploy.R10k) {
            return ", then deployed by r10k";
        }
        return deploy instanceof Deploy.Webhook webhook ? ", then " + webhook.url() + " is asked to deploy it" : "";
    }
}
