/** What the page shows where it cannot show itself. */
export function Breakdown({ error }: { readonly error: unknown }) {
  return (
    <section role="alert">
      <h1>This page has broken down</h1>
      <p class="failure">{error instanceof Error ? error.message : String(error)}</p>
      <p>
        <a href={location.pathname}>Open it anew</a>, without what is in the address.
      </p>
    </section>
  );
}
