/** The machine that the lab runs on: programs, processes and temporary folders. */
package io.hallmark.bootlab.host;
