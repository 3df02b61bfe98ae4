/// The page's own script for filters, keys, theme and folding. The page can be read without it.
enum PageScript {
    static let text = #"""

        'use strict';
        (() => {
          const $ = (selector, root = document) => root.querySelector(selector);
          const all = (selector, root = document) => [...root.querySelectorAll(selector)];
          const root = document.documentElement;
          root.classList.add('live');
          const cases = all('.case').map(element => ({
            element,
            state: element.dataset.state,
            counts: element.dataset.aside === undefined,
            tags: (element.dataset.tags || '').split('\n'),
            text: ($('.name', element).textContent + '\n' +
              $('.path', element.closest('.file')).textContent).toLowerCase(),
          }));
          const total = cases.filter(item => item.counts).length;
          const files = all('.file');
          const search = $('#search');
          const filter = { state: '', tags: new Set(), words: '' };

          const remember = () => {
            const parts = new URLSearchParams();
            if (filter.state) parts.set('state', filter.state);
            for (const tag of filter.tags) parts.append('tag', tag);
            if (filter.words) parts.set('q', filter.words);
            const hash = parts.toString();
            try { history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search); } catch {}
          };
          const show = () => {
            const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
            let shown = 0;
            for (const item of cases) {
              const fits = (!filter.state || item.state === filter.state)
                && [...filter.tags].every(tag => item.tags.includes(tag))
                && words.every(word => item.text.includes(word));
              item.element.hidden = !fits;
              if (fits && item.counts) shown++;
            }
            for (const file of files) file.hidden = !$('.case:not([hidden])', file);
            for (const button of all('#states button')) {
              button.setAttribute('aria-pressed', button.dataset.state === filter.state);
            }
            for (const button of all('#tags button')) {
              button.setAttribute('aria-pressed', filter.tags.has(button.dataset.tag));
            }
            $('#count').textContent = shown === total ? '' : `${shown} of ${total} shown`;
            $('.nothing').hidden = cases.length === 0 || cases.some(item => !item.element.hidden);
          };
          const change = () => { show(); remember(); };
          const choose = state => { filter.state = state; change(); };

          for (const button of all('#states button')) {
            button.addEventListener('click', () => choose(button.dataset.state));
          }
          for (const button of all('#tags button')) {
            button.addEventListener('click', () => {
              const tag = button.dataset.tag;
              filter.tags.has(tag) ? filter.tags.delete(tag) : filter.tags.add(tag);
              change();
            });
          }
          search.addEventListener('input', () => { filter.words = search.value; change(); });

          const visible = () => cases.filter(item => !item.element.hidden).map(item => item.element);
          // Thousands of bodies are built one after the other, so that the page stays responsive.
          const unfold = () => {
            const shown = visible();
            const open = !shown.every(element => element.open);
            for (const element of shown) {
              if (open && shown.length <= 300) fill(element);
              element.open = open;
            }
            $('#unfold').textContent = open ? 'Fold all' : 'Unfold all';
          };
          $('#unfold').addEventListener('click', unfold);

          // Thousands of cases are drawn: a square of seven pixels each, eight apart.
          const map = $('#map');
          const columnsOfMap = () => Math.max(1, Math.floor((map.clientWidth + 1) / 8));
          const draw = () => {
            if (!map) return;
            const columns = columnsOfMap();
            const height = Math.ceil(map.dataset.states.length / columns) * 8 - 1;
            map.width = map.clientWidth * devicePixelRatio;
            map.height = height * devicePixelRatio;
            map.style.height = height + 'px';
            const paper = map.getContext('2d');
            const style = getComputedStyle(root);
            const colours = { p: ['--passed', .8], f: ['--failed', 1], s: ['--skipped', .55] };
            paper.scale(devicePixelRatio, devicePixelRatio);
            for (const [state, [name, alpha]] of Object.entries(colours)) {
              paper.fillStyle = style.getPropertyValue(name);
              paper.globalAlpha = alpha;
              [...map.dataset.states].forEach((each, place) => {
                if (each === state) paper.fillRect(place % columns * 8, Math.floor(place / columns) * 8, 7, 7);
              });
            }
          };
          const under = event => {
            const column = Math.floor(event.offsetX / 8);
            const columns = columnsOfMap();
            return column < columns && cases[Math.floor(event.offsetY / 8) * columns + column];
          };
          if (map) {
            requestAnimationFrame(draw);
            addEventListener('resize', draw);
            matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
            map.addEventListener('click', event => {
              const item = under(event);
              if (item) location.hash = $('.name', item.element).id;
            });
            map.addEventListener('pointermove', event => {
              const item = under(event);
              map.title = item ? $('.name', item.element).textContent : '';
            });
          }

          const theme = name => {
            if (name) root.dataset.theme = name; else delete root.dataset.theme;
            if (map && map.style.height) draw();
          };
          const turn = () => {
            const dark = root.dataset.theme
              ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
            theme(dark ? 'light' : 'dark');
            try { localStorage.setItem('picket-theme', root.dataset.theme); } catch {}
          };
          $('#theme').addEventListener('click', turn);
          try { theme(localStorage.getItem('picket-theme')); } catch {}

          const colour = pre => {
            if (pre.dataset.coloured) return;
            pre.dataset.coloured = 'yes';
            const source = pre.textContent;
            if (!/^[[{]/.test(source)) return;
            const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
            const pieces = document.createDocumentFragment();
            let end = 0;
            for (const match of source.matchAll(token)) {
              pieces.append(source.slice(end, match.index));
              const piece = document.createElement('span');
              piece.className = match[2] ? 'key' : match[1] ? 'string' : 'number';
              piece.textContent = match[1] || match[0];
              pieces.append(piece, match[2] || '');
              end = match.index + match[0].length;
            }
            pieces.append(source.slice(end));
            pre.replaceChildren(pieces);
          };
          // In a large suite, folded content is data until it is needed. A character of the private use area stands for a
          // repeated piece of markup.
          let folded;
          const fill = element => {
            if (element.children.length > 1) return;
            folded ||= JSON.parse($('#bodies').textContent);
            const body = document.createElement('div');
            body.className = 'body';
            body.innerHTML = folded.bodies[element.id.slice(1)]
              .replace(/[\uE000-\uF8FF]/g, mark => folded.pieces[mark.charCodeAt(0) - 0xE000]);
            element.append(body);
          };
          document.addEventListener('toggle', event => {
            if (event.target.open && event.target.matches('.case')) fill(event.target);
            if (event.target.open && event.target.matches('.command')) {
              all('.payload', event.target).forEach(colour);
            }
          }, true);

          const go = (element, block = 'nearest') => {
            if (!element) return;
            const summary = $('summary', element);
            summary.focus({ preventScroll: true });
            summary.scrollIntoView({ block });
          };
          const step = (by, list) => {
            const here = document.activeElement && document.activeElement.closest('.case');
            const place = list.indexOf(here);
            if (place >= 0 || by < 0) return go(list[Math.max(0, Math.min(list.length - 1, place + by))]);
            const after = list.find(element => !here
              || here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
            go(after || list[0]);
          };
          const nextFailure = () => {
            const failed = visible().filter(element => element.dataset.state === 'failed');
            const here = document.activeElement && document.activeElement.closest('.case');
            const next = failed.find(element => here
              && here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) || failed[0];
            if (next) { fill(next); next.open = true; go(next, 'start'); }
          };
          const keys = {
            '/': () => { search.focus(); search.select(); },
            j: () => step(1, visible()), k: () => step(-1, visible()), n: nextFailure, e: unfold, t: turn,
            1: () => choose(''), 2: () => choose('failed'), 3: () => choose('passed'), 4: () => choose('skipped'),
            '?': () => $('#keys').showModal(),
          };
          document.addEventListener('keydown', event => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.target === search) {
              if (event.key === 'Escape') { search.value = filter.words = ''; search.blur(); change(); }
              return;
            }
            if ($('#keys').open) return;
            const act = keys[event.key];
            if (act) { event.preventDefault(); act(); }
          });

          const arrive = () => {
            const hash = location.hash.slice(1);
            const named = /^c(\d+|ase-.*)$/.test(hash) && document.getElementById(hash);
            const target = named && named.closest('.case');
            if (target) {
              if (target.hidden) { filter.state = filter.words = search.value = ''; filter.tags.clear(); show(); }
              fill(target);
              target.open = true;
              return go(target, 'start');
            }
            const parts = new URLSearchParams(hash);
            filter.state = parts.get('state') || '';
            filter.words = search.value = parts.get('q') || '';
            filter.tags = new Set(parts.getAll('tag'));
            show();
          };
          addEventListener('hashchange', arrive);
          addEventListener('beforeprint', () => {
            for (const element of all('.case.failed:not([hidden])')) { fill(element); element.open = true; }
          });
          show();
          if (location.hash) arrive();
        })();
        """#
}
