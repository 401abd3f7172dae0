local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = 20, verify = { ssim = 0.9 } })
  return set
end

function CreateProcedure() return P:new() end
