/** What a backend is: what it supports, how it prepares a plan, how it runs it. */
package dev.assam.backend;
