// Browsers refuse workers on pages that are opened from a folder. There, a hidden frame does the work of the search.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = (this.frame = document.createElement("iframe"));
      frame.hidden = true;
      document.body.append(frame);
      const inside = (this.inside = frame.contentWindow);
      const base = new URL(address, document.baseURI);
      const load = (path) =>
        new Promise((done, fail) => {
          const script = inside.document.createElement("script");
          script.src = new URL(path, base);
          script.onload = done;
          script.onerror = fail;
          inside.document.body.append(script);
        });
      inside.importScripts = (...paths) => paths.reduce((before, path) => before.then(() => load(path)), Promise.resolve());
      inside.postMessage = (data) => {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        this.onmessage?.(event);
      };
      this.ready = load(base);
    }

    postMessage(data) {
      this.ready.then(() => {
        const event = new this.inside.MessageEvent("message", { data });
        this.inside.dispatchEvent(event);
        this.inside.onmessage?.(event);
      });
    }

    terminate() {
      this.frame.remove();
    }
  };
}
