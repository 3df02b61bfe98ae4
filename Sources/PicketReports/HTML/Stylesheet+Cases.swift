/// The styles of files, cases, waterfalls and failures, and of the printed page.
extension Stylesheet {
    static let cases = """

        .file { margin-top: 1.4rem; content-visibility: auto; contain-intrinsic-size: auto 24rem; }
        h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem .9rem; padding: 0 .25rem .5rem;
          font-size: .95rem; font-weight: 620; }
        h2 .path { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; }
        h2 .n { font-size: .82rem; font-weight: 500; color: var(--soft); }
        h2 .n.failed { color: var(--failed); } h2 .time { margin-left: auto; font-weight: 400; font-size: .85rem; }
        .list { display: grid; gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 12px;
          overflow: hidden; overflow: clip; }
        .case { min-width: 0; background: var(--sheet); }
        .case > summary { display: grid; grid-template-columns: 1.35rem minmax(0, 1fr) 7rem 5rem; align-items: center;
          gap: .65rem; padding: .6rem 1rem; cursor: pointer; list-style: none; }
        summary::-webkit-details-marker { display: none; }
        .case > summary:hover { background: var(--sunk); }
        .case > summary:focus-visible { outline-offset: -2px; }
        .icon { width: 1.3rem; height: 1.3rem; border-radius: 50%; display: grid; place-items: center; font-size: .78rem;
          font-weight: 800; line-height: 1; }
        .passed > summary .icon { background: var(--passed-wash); color: var(--passed); }
        .passed > summary .icon::before { content: "✓"; }
        .failed > summary .icon { background: var(--failed); color: var(--sheet); }
        .failed > summary .icon::before { content: "✕"; }
        .skipped > summary .icon { background: var(--skipped-wash); color: var(--skipped); }
        .skipped > summary .icon::before { content: "–"; }
        .what { min-width: 0; overflow-wrap: anywhere; }
        .name { font-weight: 540; margin-right: .5rem; } .skipped > summary .name { color: var(--soft); }
        .tag, .kind { display: inline-block; margin-right: .3rem; padding: 0 .5rem; border-radius: 99px; font-size: .76rem;
          color: var(--accent); background: var(--accent-wash); }
        .kind { color: var(--soft); background: var(--sunk); }
        .why { display: block; color: var(--failed); font-size: .88rem; }
        .case[open] > summary .why { display: none; }
        .length { height: 5px; border-radius: 3px; background: var(--sunk); overflow: hidden; }
        .length::before { content: ""; display: block; height: 100%; width: var(--share); min-width: 2px; border-radius: 3px;
          background: var(--faint); }
        .failed > summary .length::before { background: var(--failed); }
        .case > summary > .time { text-align: right; font-size: .88rem; }
        .body { padding: .25rem 1rem 1.1rem 3.35rem; }
        .where { color: var(--faint); font: .8rem var(--mono); margin-top: .6rem; }
        .reason { color: var(--skipped); }

        .failure { margin: .35rem 0 1rem; padding: 0 1.1rem 1rem; border-radius: 12px; background: var(--sheet);
          border: 1px solid color-mix(in srgb, var(--failed) 38%, var(--line)); overflow: hidden; }
        .failure header { margin: 0 -1.1rem .9rem; padding: .75rem 1.1rem .7rem; background: var(--failed-wash); }
        .because { color: var(--soft); font-size: .93rem; }
        h3 { font-size: 1rem; font-weight: 620; overflow-wrap: anywhere; }
        h3 code { padding: .05rem .3rem; border-radius: 5px; background: var(--sheet); }
        .failure .code { color: var(--soft); font: .8rem var(--mono); margin-top: .15rem; }
        .source { border: 1px solid var(--line); border-radius: 9px; overflow: hidden; background: var(--sheet); }
        .source figcaption { padding: .32rem .9rem; font: .8rem var(--mono); color: var(--soft); background: var(--sunk);
          border-bottom: 1px solid var(--line); }
        .source pre { padding: .4rem 0; }
        .l { display: block; padding: .03rem .9rem .03rem 4.1rem; text-indent: -3.2rem; color: var(--soft); }
        .l b { display: inline-block; width: 2.3rem; margin-right: .9rem; text-indent: 0; text-align: right;
          font-weight: 400; color: var(--faint); user-select: none; }
        .l.fault { background: var(--failed-wash); color: var(--ink); } .l.fault b { color: var(--failed); }
        mark { color: inherit; background: none; text-decoration: underline wavy var(--failed) 1.5px;
          text-underline-offset: 4px; text-decoration-skip-ink: none; }
        .l em { margin-left: 1.2rem; color: var(--failed); font-style: normal; }
        .versus { display: grid; gap: 1px; margin-top: .8rem; border-radius: 9px; overflow: hidden; background: var(--line);
          border: 1px solid var(--line); }
        .versus div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); background: var(--sheet); }
        .versus dt { padding: .4rem .9rem; color: var(--soft); font-size: .85rem; }
        .versus dd { padding: .4rem .9rem .4rem 0; font: .88rem/1.5 var(--mono); overflow-wrap: anywhere; }
        .versus .expected dd { color: var(--passed); } .versus .actual dd { color: var(--failed); }
        .diff { width: 100%; margin-top: .8rem; border-collapse: separate; border-spacing: 0; font: .86rem/1.5 var(--mono);
          background: var(--sheet); border: 1px solid var(--line); border-radius: 9px; overflow: hidden; }
        .diff th { padding: .35rem .9rem; text-align: left; font: 500 .8rem var(--sans); color: var(--soft);
          background: var(--sunk); }
        .diff td { padding: .35rem .9rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        .diff .expected { background: var(--passed-wash); color: var(--passed); }
        .diff .actual { background: var(--failed-wash); color: var(--failed); }
        .diff .absent { color: var(--faint); font-style: italic; }
        .answer { display: grid; grid-template-columns: 6rem minmax(0, 1fr); margin-top: .8rem; font-size: .85rem; }
        .answer dt { padding-left: .9rem; color: var(--soft); }
        .answer dd { font-family: var(--mono); overflow-wrap: anywhere; }
        .note, .help { margin-top: .55rem; font-size: .9rem; color: var(--soft); } .note .where { margin-left: .6rem; }
        .help::before { content: "→ "; color: var(--accent); }

        .flow { margin-top: .4rem; font-size: .88rem; }
        .axis, .row { display: grid; grid-template-columns: 2.4rem minmax(0, 1fr) 4.4rem 39% 4.6rem; gap: .5rem;
          align-items: center; }
        .axis { color: var(--faint); font-size: .72rem; font-variant-numeric: tabular-nums; }
        .axis div { grid-column: 4; display: flex; justify-content: space-between; }
        .row { min-height: 1.75rem; border-radius: 7px; }
        .row .label { padding-left: calc(var(--depth) * 1.2rem); }
        .at { color: var(--faint); font: .76rem var(--mono); text-align: right; }
        .label { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .row .time { font-size: .8rem; text-align: right; }
        .track { position: relative; height: 9px; border-radius: 3px;
          background: linear-gradient(90deg, var(--line) 1px, transparent 1px) 0 0 / 25% 100% var(--sunk); }
        .track i { position: absolute; top: 0; height: 100%; border-radius: 3px; background: var(--accent); }
        .step .label { font-weight: 620; } .step .track i { height: 3px; top: 3px; background: var(--faint); }
        .step.failed .label { color: var(--failed); }
        .command > summary { cursor: pointer; list-style: none; } .command > summary:hover { background: var(--sunk); }
        .command .label::before { content: "›"; display: inline-block; width: 1em; color: var(--faint); }
        .command[open] > summary .label::before { transform: rotate(90deg); }
        .command[open] > summary .label { white-space: normal; overflow-wrap: anywhere; }
        .status { justify-self: start; padding: 0 .5rem; border-radius: 5px; font: 600 .78rem/1.5 var(--mono);
          color: var(--soft); background: var(--sunk); }
        .s2 { color: var(--passed); background: var(--passed-wash); } .s3 { color: var(--accent); }
        .s4, .s5 { color: var(--skipped); background: var(--skipped-wash); }
        .odd .status { color: var(--failed); background: var(--failed-wash); } .odd .track i { background: var(--failed); }
        .held, .broken, .attempt { grid-template-columns: 2.4rem minmax(0, 1fr); min-height: 1.5rem; color: var(--soft); }
        .held .label { font: .8rem var(--mono); } .held .label::before { content: "✓ "; color: var(--passed); }
        .broken .label, .attempt .label { white-space: normal; } .broken { color: var(--failed); }
        .broken .label::before { content: "✕ "; } .attempt { color: var(--skipped); }
        .attempt .label::before { content: "↻ "; }
        .output { margin: .3rem 0 .3rem calc(2.9rem + var(--depth) * 1.2rem); padding: .4rem .8rem; border-radius: 8px;
          background: var(--sunk); color: var(--soft); border-left: 3px solid var(--line); }
        .exchange { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem;
          margin: .4rem 0 .8rem calc(2.9rem + var(--depth) * 1.2rem); padding: .8rem 1rem; border: 1px solid var(--line);
          border-radius: 10px; background: var(--sunk); }
        .exchange > div { min-width: 0; }
        .exchange h3 { font-size: .78rem; font-weight: 560; color: var(--soft); }
        .line { font: 600 .84rem/1.5 var(--mono); overflow-wrap: anywhere; margin-bottom: .4rem; }
        .payload { padding: .55rem .8rem; border-radius: 8px; background: var(--sheet); border: 1px solid var(--line);
          max-height: 26rem; overflow: auto; }
        .payload .key { color: var(--accent); } .payload .string { color: var(--passed); }
        .payload .number { color: var(--skipped); }
        .headers { margin-bottom: .4rem; color: var(--soft); font-size: .82rem; } .headers summary { cursor: pointer; }
        .headers dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 .9rem; font: .78rem var(--mono); }
        .headers dd { overflow-wrap: anywhere; color: var(--ink); }
        .nothing { padding: 3rem; text-align: center; color: var(--soft); }

        @media (max-width: 46rem) {
          .case > summary { grid-template-columns: 1.35rem minmax(0, 1fr) auto; } .length, .axis { display: none; }
          .body { padding-left: 1rem; } .row { grid-template-columns: 2rem minmax(0, 1fr) auto 4.4rem; }
          .row .track { display: none; } .meta { display: none; }
        }
        @media (prefers-reduced-motion: no-preference) { .case > summary, button { transition: background .12s; } }
        @media print {
          @page { margin: 14mm; }
          :root:root { \(light) }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { max-width: none; padding: 0; background: #fff; font-size: 10.5pt; }
          .toolbar, .live .toolbar, .skip, dialog, footer span:last-child { display: none !important; }
          .file { content-visibility: visible; } .top, .case { box-shadow: none; }
          .top, .case > summary, .failure, .source, .row { break-inside: avoid; } h2 { break-after: avoid; }
          .payload { max-height: none; }
        }
        """
}
