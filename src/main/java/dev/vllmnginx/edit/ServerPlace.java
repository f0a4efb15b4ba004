package dev.vllmnginx.edit;

/**
 * Which server of a catalog.
 *
 * @param model which model of the catalog, from 0
 * @param server which server of that model, from 0
 */
public record ServerPlace(int model, int server) {}
