/// The styles of the page: colours, the summary, the filters.
enum Stylesheet {
    /// The light colours, which are also used for printing.
    static let light = """
        --ground: #f5f6f8; --sheet: #ffffff; --sunk: #f1f3f6; --ink: #171b21; --soft: #5a6675; --faint: #5f6a78; \
        --line: #e2e6eb; --passed: #117541; --failed: #c22935; --skipped: #805805; --accent: #2f5bd8; \
        --passed-wash: #e6f5ec; --failed-wash: #fdecee; --skipped-wash: #fbf2dc; --accent-wash: #e9effd; \
        --shade: 0 1px 2px rgb(23 27 33 / .05), 0 6px 20px -8px rgb(23 27 33 / .10); color-scheme: light;
        """

    private static let dark = """
        --ground: #0d1014; --sheet: #151a20; --sunk: #10141a; --ink: #e7eaef; --soft: #9aa6b5; --faint: #8f9cac; \
        --line: #262d36; --passed: #46c483; --failed: #ff6f78; --skipped: #e2b04a; --accent: #82a6ff; \
        --passed-wash: #12281d; --failed-wash: #2f171b; --skipped-wash: #2a2212; --accent-wash: #18223a; \
        --shade: 0 1px 2px rgb(0 0 0 / .4); color-scheme: dark;
        """

    static let page = """

        :root {
          \(light)
          --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
        }
        @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) {
          \(dark)
        } }
        :root[data-theme=dark] {
          \(dark)
        }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { scroll-padding-top: 4.5rem; }
        body { margin: 0 auto; padding: 0 clamp(.75rem, 3vw, 2.5rem) 3rem; max-width: 82rem; background: var(--ground);
          color: var(--ink); font: 15px/1.5 var(--sans); -webkit-text-size-adjust: 100%; }
        code, pre, kbd { font-family: var(--mono); font-size: .92em; }
        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        h1, h2, h3, p, dl, dd, figure { margin: 0; }
        a { color: var(--accent); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 9; }
        .time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }

        .top { margin: 1.5rem 0 1rem; padding: 1.25rem clamp(1rem, 2.5vw, 2rem) 1.5rem; background: var(--sheet);
          border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shade); position: relative; overflow: hidden; }
        .top::before { content: ""; position: absolute; inset: 0 0 auto; height: 4px; background: var(--passed); }
        .top.failed::before { background: var(--failed); }
        .masthead { display: flex; align-items: center; gap: .5rem; color: var(--soft); font-size: .87rem; }
        .mark { width: 1.15rem; height: 1.15rem; fill: var(--accent); }
        .brand { font-weight: 650; letter-spacing: .01em; color: var(--ink); }
        .meta { margin-left: auto; white-space: pre-wrap; text-align: right; overflow-wrap: anywhere; }
        .verdict { display: flex; align-items: center; flex-wrap: wrap; gap: 1rem 1.75rem; margin: 1.1rem 0 0; }
        .ring { width: 6.75rem; height: 6.75rem; flex: none; }
        .ring circle { fill: none; stroke-width: 4.2; }
        .ring .track { stroke: var(--line); }
        .ring .passed { stroke: var(--passed); } .ring .failed { stroke: var(--failed); }
        .ring .skipped { stroke: var(--skipped); }
        .ring text { font: 650 10.5px var(--sans); fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
        .ring tspan { font-size: 5.5px; font-weight: 500; fill: var(--soft); }
        .headline { flex: 1 1 14rem; min-width: 0; }
        .headline .title { color: var(--soft); font-size: 1rem; overflow-wrap: anywhere; }
        h1 { font-size: clamp(1.6rem, 3.4vw, 2.3rem); line-height: 1.15; letter-spacing: -.022em; font-weight: 680; }
        .top.failed h1 { color: var(--failed); }
        .tiles { display: flex; flex-wrap: wrap; gap: .5rem; }
        .tiles div { padding: .55rem .95rem .6rem; min-width: 5.4rem; border-radius: 12px; background: var(--sunk); }
        .tiles dt { color: var(--soft); font-size: .78rem; }
        .tiles dd { font-size: 1.3rem; font-weight: 640; line-height: 1.25; font-variant-numeric: tabular-nums; }
        .tiles .passed { background: var(--passed-wash); } .tiles .passed dd { color: var(--passed); }
        .tiles .failed { background: var(--failed-wash); } .tiles .failed dd { color: var(--failed); }
        .tiles .skipped { background: var(--skipped-wash); } .tiles .skipped dd { color: var(--skipped); }
        .tiles .none dd { color: var(--faint); }
        .map { display: flex; flex-wrap: wrap; gap: 3px; margin-top: 1.35rem; }
        .map a { width: 13px; height: 13px; border-radius: 3px;
          background: color-mix(in srgb, var(--passed) 80%, var(--sheet)); }
        canvas.map { display: none; width: 100%; cursor: pointer; } .live canvas.map { display: block; }
        .map a:hover { box-shadow: 0 0 0 2px var(--ink); } .map .failed { background: var(--failed); }
        .map .skipped { background: color-mix(in srgb, var(--skipped) 55%, var(--sheet)); }

        .toolbar { display: none; }
        .live .toolbar { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center;
          gap: .5rem .75rem; margin: 0 -.5rem; padding: .6rem .5rem;
          background: color-mix(in srgb, var(--ground) 88%, transparent); backdrop-filter: blur(10px); }
        .search { flex: 1 1 13rem; max-width: 22rem; }
        .search span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
        .search input { width: 100%; padding: .42rem .8rem; font: inherit; color: inherit; background: var(--sheet);
          border: 1px solid var(--line); border-radius: 9px; }
        .search input::placeholder { color: var(--faint); opacity: 1; }
        .chips { display: flex; flex-wrap: wrap; gap: .3rem; }
        button { font: inherit; font-size: .88rem; cursor: pointer; padding: .34rem .75rem; color: var(--soft);
          background: var(--sheet); border: 1px solid var(--line); border-radius: 9px; }
        button:hover { border-color: var(--faint); color: var(--ink); }
        button b { margin-left: .2rem; font-weight: 620; color: var(--ink); font-variant-numeric: tabular-nums; }
        button[aria-pressed=true] { background: var(--ink); border-color: var(--ink); color: var(--ground); }
        button[aria-pressed=true] b { color: inherit; }
        button.failed[aria-pressed=true] { background: var(--failed); border-color: var(--failed); }
        button.passed[aria-pressed=true] { background: var(--passed); border-color: var(--passed); }
        button.skipped[aria-pressed=true] { background: var(--skipped); border-color: var(--skipped); }
        .tags button { border-radius: 99px; padding: .3rem .7rem; }
        .count { margin-left: auto; color: var(--soft); font-size: .88rem; }
        footer { display: flex; gap: 1.5rem; justify-content: center; margin-top: 2.5rem; color: var(--faint);
          font-size: .82rem; }
        html:not(.live) footer span:last-child { display: none; }
        kbd { padding: .08rem .4rem; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px;
          background: var(--sheet); }
        dialog { border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem 1.75rem; color: inherit;
          background: var(--sheet); box-shadow: var(--shade); }
        dialog::backdrop { background: rgb(0 0 0 / .45); }
        dialog dl { display: grid; grid-template-columns: auto 1fr; gap: .45rem 1.1rem; margin: .9rem 0 1.2rem; }
        """
}
