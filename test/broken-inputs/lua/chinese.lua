-- 课程：转码、截图 🎬
local P = NewProcedureClass()
function P:handleProcess(file)
  <|lua/syntax:local 转码 = 1|>
end
function CreateProcedure()
  return P:new()
end
