-- Random days of two years and random moments of the same time: nothing is asked twice in a row.
math.randomseed(7)
local function two(n) return string.format("%02d", n) end

request = function()
  local day = "2025-" .. two(math.random(1, 12)) .. "-" .. two(math.random(1, 28))
  local known = "2026-" .. two(math.random(1, 9)) .. "-" .. two(math.random(1, 28)) .. "T12:00:00Z"
  return wrk.format("GET", wrk.path .. "?validAt=" .. day .. "&knownAt=" .. known)
end
