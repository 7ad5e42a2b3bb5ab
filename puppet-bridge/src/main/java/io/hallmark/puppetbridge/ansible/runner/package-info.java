/** ansible-runner as a program: what it is given, the events that it tells, and what became of a run. */
package io.hallmark.puppetbridge.ansible.runner;
