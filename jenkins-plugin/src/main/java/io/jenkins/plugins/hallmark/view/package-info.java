/** What people look at: pages of builds and jobs, and the overview. It is kept as JSON documents, and shown from them. */
package io.jenkins.plugins.hallmark.view;
