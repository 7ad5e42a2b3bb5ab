/** The main job: from an image repository and hardware profiles to changed baselines, and the check of them. */
package io.hallmark.baselines.propose;
