// The neighbours in Node: `node peer.js ws PORT`, `node peer.js socketio PORT`; NODE_PATH says where they are.
const [kind, port] = process.argv.slice(2);
const where = { port: +port, host: "127.0.0.1", backlog: 1024 };

if (kind === "ws") {
  const { WebSocketServer, WebSocket } = require("ws");
  const server = new WebSocketServer({ ...where, perMessageDeflate: false });
  server.on("connection", (socket, request) => {
    socket.on("error", () => {});
    if (!request.url.startsWith("/ws/pub")) return;
    socket.on("message", (data) => {
      const text = data.toString();
      for (const reader of server.clients) {
        if (reader !== socket && reader.readyState === WebSocket.OPEN) reader.send(text);
      }
    });
  });
} else {
  const { Server } = require("socket.io");
  const http = require("http").createServer();
  const server = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
  server.on("connection", (socket) => {
    socket.join("room");
    socket.on("pub", (data) => server.to("room").emit("comment", data));
  });
  http.listen(where);
}
