/**
 * What runs on agents: measuring, where the files are. Facts, digests and small documents come back, and never a file; no
 * credential goes there.
 */
package io.jenkins.plugins.hallmark.agent;
