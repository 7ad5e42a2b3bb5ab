/** Whether a node's Secure Boot will let a chain start, and who vouches for each of its images. */
package io.hallmark.baselines.secureboot;
