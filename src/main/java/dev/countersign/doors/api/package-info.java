/// The JSON API, `/api/v1`: the same journeys as the pages, for apps, scripts and other servers. Every handler
/// names in its parameters who may call it ([Caller]); what goes wrong is answered as problem details (RFC 9457);
/// `openapi.json` is its contract.
@NullMarked
package dev.countersign.doors.api;

import org.jspecify.annotations.NullMarked;
